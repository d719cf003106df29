import type { BenchCase, BenchRequest, Run } from "./benchCases.ts";
import { runCall } from "./call.ts";
import { framesOf, type BenchFrame } from "./frames.ts";
import { startPipes } from "./pipes.ts";
import { sealedFramesOf } from "./sealed.ts";

const started = startPipes();

const nothing: Run = { totalMs: 0, latenciesMs: [] };
let frames: readonly BenchFrame[] = [];

async function prepare({ benchCase }: Extract<BenchRequest, { readonly kind: "prepare" }>): Promise<Run> {
  frames = benchCase.direction === "encrypt" ? framesOf(benchCase) : await sealedOf(benchCase);
  // What one side left is not collected in the other's time.
  (globalThis as { gc?: () => void }).gc?.();
  return nothing;
}

async function burst({ side, benchCase }: Extract<BenchRequest, { readonly kind: "burst" }>): Promise<Run> {
  const pipes = await started;
  const beganAt: number[] = [];
  const { length } = frames;
  let passed = 0;
  const readable = new ReadableStream<BenchFrame>({
    start: (controller) => {
      for (const frame of frames) controller.enqueue(frame);
      // As in a call, what has passed is held by nobody.
      frames = [];
      controller.close();
    },
  });
  const finished = new Promise<void>((resolve) => {
    const writable = new WritableStream<BenchFrame>({
      write: () => {
        passed += 1;
        if (passed === length) resolve();
      },
    });
    beganAt.push(performance.now());
    pipes.lay(side, benchCase, readable, writable);
  });
  await finished;
  return { totalMs: performance.now() - (beganAt[0] ?? 0), latenciesMs: [] };
}

/** Encrypted once for both sides, so that they read the very same bytes. */
const sealedByName = new Map<string, readonly BenchFrame[]>();
async function sealedOf(benchCase: BenchCase): Promise<BenchFrame[]> {
  const known = sealedByName.get(benchCase.name) ?? (await sealedFramesOf(await started, benchCase));
  sealedByName.clear();
  sealedByName.set(benchCase.name, known);
  return known.map((frame) => frame.copy());
}

addEventListener("message", ({ data, ports: [port] }: MessageEvent<BenchRequest>) => {
  if (port === undefined) return;
  const answer =
    data.kind === "prepare"
      ? prepare(data)
      : data.kind === "burst"
        ? burst(data)
        : started.then((pipes) => runCall(pipes, data));
  void answer.then(
    (run) => port.postMessage({ run }),
    (reason: unknown) => port.postMessage({ fault: String(reason) }),
  );
});
