import type { Bytes, EncodedFrame } from "./encodedFrame.ts";

/** Length of the initialisation vector, in bytes. */
export const IV_BYTES = 12;

/** Makes an initialisation vector for each frame that is sent, and writes it into `into` at `at`. */
export type IvSource = (frame: EncodedFrame, into: Bytes, at: number) => void;

/**
 * Makes vectors of SSRC, RTP timestamp, and timestamp less a count kept for each SSRC. One source serves every sender of
 * the page, since they share a key and the same vector must never be used twice with it.
 * @param firstCount where the count of a new SSRC begins; random unless a test says otherwise
 */
export function createIvSource(firstCount: () => number = randomCount): IvSource {
  const countBySsrc = new Map<number, number>();
  return (frame, into, at) => {
    const metadata = frame.getMetadata();
    const ssrc = metadata.synchronizationSource ?? 0xffffffff;
    // Without a timestamp the count alone would soon repeat; receivers read the vector from the frame, so any will do.
    const timestamp = frame.timestamp ?? metadata.rtpTimestamp ?? randomWord();
    const count = countBySsrc.get(ssrc) ?? firstCount();
    countBySsrc.set(ssrc, count + 1);
    writeWord(into, at, ssrc);
    writeWord(into, at + 4, timestamp);
    writeWord(into, at + 8, timestamp - (count % 0xffff));
  };
}

/** Writes 32 bits, the highest first. */
function writeWord(into: Bytes, at: number, word: number): void {
  into[at] = word >>> 24;
  into[at + 1] = word >>> 16;
  into[at + 2] = word >>> 8;
  into[at + 3] = word;
}

function randomCount(): number {
  return randomWord() % 0xffff;
}

function randomWord(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
