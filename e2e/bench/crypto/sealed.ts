import type { BenchCase } from "./benchCases.ts";
import { framesOf, type BenchFrame } from "./frames.ts";
import type { Pipes } from "./pipes.ts";

/** The frames of one run, encrypted by our pipe. */
export async function sealedFramesOf(pipes: Pipes, benchCase: BenchCase): Promise<readonly BenchFrame[]> {
  const frames = framesOf(benchCase);
  const sealed: BenchFrame[] = [];
  await new Promise<void>((resolve) => {
    const readable = new ReadableStream<BenchFrame>({
      start: (controller) => frames.forEach((frame) => controller.enqueue(frame)),
    });
    const writable = new WritableStream<BenchFrame>({
      write: (frame) => {
        // Its memory goes back when this is done.
        sealed.push(frame.copy());
        if (sealed.length === frames.length) resolve();
      },
    });
    pipes.lay("ours", { direction: "encrypt", codec: benchCase.codec }, readable, writable);
  });
  return sealed;
}
