import type { Bytes } from "./encodedFrame.ts";

const MAGIC = [0x4c, 0x4b, 0x54, 0x53]; // "LKTS"
const ENVELOPE_BYTES = MAGIC.length + 1;
const TIMESTAMP_TAG = 1;
const FRAME_ID_TAG = 2;
const USER_DATA_TAG = 3;

/**
 * `data` without the frame metadata that some publishers append after encryption: entries of tag, length and value, each
 * byte inverted, then the inverted length of the whole, then a magic word. @returns `data` itself when it has none
 */
export function withoutPacketTrailer(data: Bytes): Bytes {
  const end = data.length;
  if (end < ENVELOPE_BYTES || !MAGIC.every((byte, index) => data[end - MAGIC.length + index] === byte)) return data;
  const trailerBytes = inverted(data, end - ENVELOPE_BYTES);
  if (trailerBytes < ENVELOPE_BYTES || trailerBytes > end) return data;
  const start = end - trailerBytes;
  return hasEntry(data, start, end - ENVELOPE_BYTES) ? data.subarray(0, start) : data;
}

/** Whether a known entry lies between `start` and `end`: without one it is a frame that only looks like a trailer. */
function hasEntry(data: Bytes, start: number, end: number): boolean {
  for (let at = start; at + 2 <= end;) {
    const tag = inverted(data, at);
    const length = inverted(data, at + 1);
    if (at + 2 + length > end) return false;
    if (tag === USER_DATA_TAG || (tag === TIMESTAMP_TAG && length === 8) || (tag === FRAME_ID_TAG && length === 4))
      return true;
    at += 2 + length;
  }
  return false;
}

function inverted(data: Bytes, index: number): number {
  return (data[index] ?? 0) ^ 0xff;
}
