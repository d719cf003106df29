import { release, type EncodedFrame } from "./encodedFrame.ts";

/** Frames that the far side has not taken yet, before no more are read. */
const MAX_UNWRITTEN = 8;

/** Puts what was made of a frame into it. Called in the order of frames. @returns whether the frame goes on */
export type FinishFrame = () => boolean;

/**
 * Moves frames from `readable` to `writable` in order. `begin` starts on each as it comes and answers how to finish it, at
 * once or later. What the far side took is let go: browsers copy a frame's bytes when it is written. Ends, without a fault,
 * when either side ends: connections close beneath us as a matter of course.
 * @param maxInFlight how many may be begun and not done: in some browsers the cipher answers late, and waits for nobody
 */
export async function pumpFrames(
  readable: ReadableStream<EncodedFrame>,
  writable: WritableStream<EncodedFrame>,
  begin: (frame: EncodedFrame) => FinishFrame | Promise<FinishFrame>,
  maxInFlight: () => number,
): Promise<void> {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  /** Frames that wait for their cipher or for those before them, oldest first. */
  const turns: Promise<void>[] = [];
  let unwritten = 0;
  let lastWrite: Promise<void> = Promise.resolve();

  const stop = (reason: unknown) => void reader.cancel(reason).catch(() => {});
  const write = (frame: EncodedFrame) => {
    const { data } = frame;
    unwritten += 1;
    lastWrite = writer.write(frame).then(() => {
      unwritten -= 1;
      release(data);
    }, stop);
  };
  const takeTurn = async (
    before: Promise<void> | undefined,
    frame: EncodedFrame,
    begun: FinishFrame | Promise<FinishFrame>,
  ) => {
    if (before !== undefined) await before;
    const finish = await begun;
    void turns.shift();
    if (finish()) write(frame);
  };

  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const frame = next.value;
      const begun = begin(frame);
      const limit = maxInFlight();
      if (turns.length === 0 && (typeof begun === "function" || limit === 1)) {
        const finish = typeof begun === "function" ? begun : await begun;
        if (finish()) write(frame);
      } else turns.push(takeTurn(turns.at(-1), frame, begun));
      if (turns.length >= limit) await turns[0];
      if (unwritten >= MAX_UNWRITTEN) await lastWrite;
    }
    await turns.at(-1);
    await writer.close();
  } catch (reason) {
    await Promise.allSettled([reader.cancel(reason), writer.abort(reason)]);
  }
}
