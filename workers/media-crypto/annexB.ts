import type { Bytes } from "./encodedFrame.ts";

/** Where two zero bytes are next that have a byte behind them, from `from` on; null when there are none. */
export type FindZeros = (from: number) => number | null;

/** Looks for zeros where no faster way is. */
function zerosOf(data: Bytes): FindZeros {
  const end = data.length - 2;
  return (from) => {
    // Two bytes at a time: a second byte above zero rules out both pairs that it is part of.
    for (let at = from; at < end;) {
      if (data[at + 1] !== 0) at += 2;
      else if (data[at] === 0) return at;
      else at += 1;
    }
    return null;
  };
}

/** Bytes of the first slice's unit that stay in clear: SFUs and depacketisers read them. */
const SLICE_BYTES_IN_CLEAR = 2;

/**
 * How many bytes of an H.264 or H.265 frame stay in clear: everything up to two bytes into its first slice. Which of the
 * two it is, the bytes say themselves: signalling can name the codec that was asked for rather than the one negotiated.
 * @returns null when the stream has no slice or does not begin with a start code
 * @see ITU-T H.264 annex B, ITU-T H.265 annex B
 */
export function sliceHeaderEnd(data: Bytes): number | null {
  let at = nextUnit(data, 0);
  if (at === null || !isZero(data, at - 1)) return null;
  let h265: number | null = null;
  for (; at !== null; at = nextUnit(data, at)) {
    const header = data[at] ?? 0;
    // H.264 first: its delimiters and SEI read as H.265 slices, while H.265 units never read as H.264 slices.
    if (isH264Slice(header)) return at + SLICE_BYTES_IN_CLEAR;
    if (h265 === null && isH265Slice(header)) h265 = at;
  }
  return h265 === null ? null : h265 + SLICE_BYTES_IN_CLEAR;
}

/** Index of the first byte behind the next start code from `from` on; null when there is none, or nothing behind it. */
function nextUnit(data: Bytes, from: number): number | null {
  const end = data.length - 1;
  for (let index = from + 2; index < end;) {
    const third = data[index] ?? 0;
    if (third > 1) index += 3;
    else if (third === 0) index += 1;
    else if (data[index - 1] === 0 && data[index - 2] === 0) return index + 1;
    else index += 3;
  }
  return null;
}

function isZero(data: Bytes, end: number): boolean {
  for (let index = 0; index < end; index += 1) if (data[index] !== 0) return false;
  return true;
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

/**
 * Keeps start codes out of `data`: after two zero bytes, a byte up to 3 gets a 3 before it.
 * @returns `data` itself when there is nothing to do
 * @see ITU-T H.264 7.4.1
 */
export function escapeUnit(data: Bytes, findZeros = zerosOf(data)): Bytes {
  const places: number[] = [];
  for (let at = findZeros(0); at !== null;) {
    const isEscaped = (data[at + 2] ?? 0) <= 3;
    if (isEscaped) places.push(at + 2);
    at = findZeros(at + (isEscaped ? 2 : 3));
  }
  if (places.length === 0) return data;
  const escaped = new Uint8Array(data.length + places.length);
  let from = 0;
  places.forEach((at, inserted) => {
    escaped.set(data.subarray(from, at), from + inserted);
    escaped[at + inserted] = 3;
    from = at;
  });
  escaped.set(data.subarray(from), from + places.length);
  return escaped;
}

/** Undoes {@link escapeUnit}. @returns `data` itself when there is nothing to do */
export function unescapeUnit(data: Bytes, findZeros = zerosOf(data)): Bytes {
  const places: number[] = [];
  for (let at = findZeros(0); at !== null;) {
    const isEscape = data[at + 2] === 3;
    if (isEscape) places.push(at + 2);
    at = findZeros(at + (isEscape ? 3 : 1));
  }
  if (places.length === 0) return data;
  const plain = new Uint8Array(data.length - places.length);
  let from = 0;
  places.forEach((at, removed) => {
    plain.set(data.subarray(from, at), from - removed);
    from = at + 1;
  });
  plain.set(data.subarray(from), from - places.length);
  return plain;
}
