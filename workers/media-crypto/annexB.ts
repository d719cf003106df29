import type { Bytes } from "./encodedFrame.ts";

/** Bytes of the first slice's unit that stay in clear: SFUs and depacketisers read them. */
const SLICE_BYTES_IN_CLEAR = 2;

/**
 * How many bytes of an H.264 or H.265 frame stay in clear: everything up to two bytes into its first slice. Which of the
 * two it is, the bytes say themselves: signalling can name the codec that was asked for rather than the one negotiated.
 * @returns null when the stream has no slice or does not begin with a start code
 * @see ITU-T H.264 annex B, ITU-T H.265 annex B
 */
export function sliceHeaderEnd(data: Bytes): number | null {
  const units = unitStarts(data);
  if (units === null) return null;
  // H.264 first: its delimiters and SEI read as H.265 slices, while H.265 units never read as H.264 slices.
  const slice = units.find((at) => isH264Slice(data[at] ?? 0)) ?? units.find((at) => isH265Slice(data[at] ?? 0));
  return slice === undefined ? null : slice + SLICE_BYTES_IN_CLEAR;
}

/** Indexes of the first byte of each unit; null when something else comes before the first start code. */
function unitStarts(data: Bytes): readonly number[] | null {
  const starts: number[] = [];
  let index = 2;
  while (index + 1 < data.length) {
    const third = data[index] ?? 0;
    if (third > 1) index += 3;
    else if (third === 1 && data[index - 1] === 0 && data[index - 2] === 0) {
      starts.push(index + 1);
      index += 3;
    } else index += 1;
  }
  const first = starts[0];
  if (first === undefined) return null;
  return data.subarray(0, first - 1).every((byte) => byte === 0) ? starts : null;
}

function isH264Slice(header: number): boolean {
  const type = header & 0x1f;
  return type === 1 || type === 5;
}

function isH265Slice(header: number): boolean {
  const type = (header >> 1) & 0x3f;
  return type <= 9 || (type >= 16 && type <= 21);
}

/**
 * Writes every 3-byte start code as 4 bytes. A receiver's depacketiser always makes 4-byte codes, so a header that is
 * authenticated must have them before it is sent. @returns `data` itself when there is nothing to do
 */
export function withLongStartCodes(data: Bytes): Bytes {
  const short: number[] = [];
  for (let index = 0; index + 2 < data.length; index += 1) {
    if (data[index] === 0 && data[index + 1] === 0 && data[index + 2] === 1 && (index === 0 || data[index - 1] !== 0))
      short.push(index);
  }
  if (short.length === 0) return data;
  const longer = new Uint8Array(data.length + short.length);
  let from = 0;
  short.forEach((to, inserted) => {
    longer.set(data.subarray(from, to), from + inserted);
    from = to;
  });
  longer.set(data.subarray(from), from + short.length);
  return longer;
}

/** Keeps start codes out of `data`: after two zero bytes, a byte up to 3 gets a 3 before it. @see ITU-T H.264 7.4.1 */
export function escapeUnit(data: Bytes): Bytes {
  let zeros = 0;
  const escapesAt: number[] = [];
  data.forEach((byte, index) => {
    if (zeros >= 2 && byte <= 3) {
      escapesAt.push(index);
      zeros = 0;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
  });
  if (escapesAt.length === 0) return data;
  const escaped = new Uint8Array(data.length + escapesAt.length);
  let from = 0;
  escapesAt.forEach((at, inserted) => {
    escaped.set(data.subarray(from, at), from + inserted);
    escaped[at + inserted] = 3;
    from = at;
  });
  escaped.set(data.subarray(from), from + escapesAt.length);
  return escaped;
}

/** Undoes {@link escapeUnit}. */
export function unescapeUnit(data: Bytes): Bytes {
  const plain = new Uint8Array(data.length);
  let length = 0;
  let zeros = 0;
  for (const byte of data) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    plain[length] = byte;
    length += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return plain.subarray(0, length);
}
