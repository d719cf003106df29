import type { EncodedFrame } from "./encodedFrame.ts";

/** Frames of one pipe that may be worked on at once: in some browsers the cipher answers late, and waits for nobody. */
const MAX_IN_FLIGHT = 8;

/** Puts what was made of a frame into it. Called in the order of frames. @returns whether the frame goes on */
export type FinishFrame = () => boolean;

/**
 * Moves frames from `readable` to `writable` in order. `begin` starts on each as it comes and answers how to finish it, at
 * once or later. Ends, without a fault, when either side ends: connections close beneath us as a matter of course.
 */
export async function pumpFrames(
  readable: ReadableStream<EncodedFrame>,
  writable: WritableStream<EncodedFrame>,
  begin: (frame: EncodedFrame) => FinishFrame | Promise<FinishFrame>,
): Promise<void> {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  /** Frames that wait for their cipher or for those before them, oldest first. */
  const turns: Promise<void>[] = [];
  let unwritten = 0;
  let lastWrite: Promise<void> = Promise.resolve();

  const written = () => void (unwritten -= 1);
  const stop = (reason: unknown) => void reader.cancel(reason).catch(() => {});
  const write = (frame: EncodedFrame) => {
    unwritten += 1;
    lastWrite = writer.write(frame).then(written, stop);
  };
  const takeTurn = async (before: Promise<void> | undefined, frame: EncodedFrame, begun: Promise<FinishFrame>) => {
    await before;
    const finish = await begun;
    void turns.shift();
    if (finish()) write(frame);
  };

  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const frame = next.value;
      const begun = begin(frame);
      // Most frames are done at once and overtake nobody: they cost no promise of ours.
      if (typeof begun === "function" && turns.length === 0) {
        if (begun()) write(frame);
      } else turns.push(takeTurn(turns.at(-1), frame, Promise.resolve(begun)));
      if (turns.length >= MAX_IN_FLIGHT) await turns[0];
      if (unwritten >= MAX_IN_FLIGHT) await lastWrite;
    }
    await turns.at(-1);
    await writer.close();
  } catch (reason) {
    await Promise.allSettled([reader.cancel(reason), writer.abort(reason)]);
  }
}
