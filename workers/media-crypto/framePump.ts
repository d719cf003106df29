import type { EncodedFrame } from "./encodedFrame.ts";

/**
 * Moves frames from `readable` to `writable` in order, those for which `admit` answers true; it may change their data
 * first. Ends, without a fault, when either side ends: connections close beneath us as a matter of course.
 */
export async function pumpFrames(
  readable: ReadableStream<EncodedFrame>,
  writable: WritableStream<EncodedFrame>,
  admit: (frame: EncodedFrame) => Promise<boolean>,
): Promise<void> {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (await admit(next.value)) await writer.write(next.value);
    }
    await writer.close();
  } catch (reason) {
    await Promise.allSettled([reader.cancel(reason), writer.abort(reason)]);
  }
}
