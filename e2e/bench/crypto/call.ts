import type { BenchRequest, Run } from "./benchCases.ts";
import { BenchFrame, contentOf } from "./frames.ts";
import type { Pipes } from "./pipes.ts";

/** How often frames come, in ms: as in a call, those that are due come together. */
const TICK_MS = 10;

interface Track {
  readonly direction: "encrypt" | "decrypt";
  readonly codec: "vp8" | null;
  readonly bytes: number;
  readonly everyMs: number;
}

/** A call of 25: everybody is heard, 24 are seen, and one microphone and a camera in three sizes are sent. */
const tracks: readonly Track[] = [
  ...Array.from({ length: 24 }, () => ({ direction: "decrypt", codec: null, bytes: 110, everyMs: 20 }) as const),
  ...Array.from({ length: 24 }, () => ({ direction: "decrypt", codec: "vp8", bytes: 900, everyMs: 50 }) as const),
  { direction: "encrypt", codec: null, bytes: 110, everyMs: 20 },
  ...[1_200, 3_500, 9_000].map((bytes) => ({ direction: "encrypt", codec: "vp8", bytes, everyMs: 33 }) as const),
];

interface Source {
  readonly frames: () => BenchFrame;
  readonly everyMs: number;
  readonly push: (frame: BenchFrame) => void;
  readonly end: () => void;
  dueAt: number;
}

/** One encrypted frame that is sent again and again: the formats allow it, and making it costs nothing while measured. */
async function sealedOnce(pipes: Pipes, { codec, bytes }: Track): Promise<BenchFrame> {
  return new Promise((resolve) => {
    const readable = new ReadableStream<BenchFrame>({
      start: (controller) => controller.enqueue(new BenchFrame(contentOf(codec, bytes), 90_000, codec)),
    });
    pipes.lay("ours", { direction: "encrypt", codec }, readable, new WritableStream({ write: resolve }));
  });
}

/** Runs the call for `spanMs`. @returns how long each frame was on its way */
export async function runCall(
  pipes: Pipes,
  { side, spanMs }: Extract<BenchRequest, { readonly kind: "call" }>,
): Promise<Run> {
  const latenciesMs: number[] = [];
  const sources: Source[] = [];
  for (const [index, track] of tracks.entries()) {
    const { direction, codec, bytes, everyMs } = track;
    const sealed = direction === "decrypt" ? await sealedOnce(pipes, track) : null;
    const plain = contentOf(codec, bytes);
    let count = 0;
    const frames = () => {
      count += 1;
      return sealed?.copy() ?? new BenchFrame(plain.slice(0), count * 960, codec, index);
    };
    let controller: ReadableStreamDefaultController<BenchFrame> | null = null;
    const readable = new ReadableStream<BenchFrame>({ start: (given) => void (controller = given) });
    const writable = new WritableStream<BenchFrame>({
      write: (frame) => void latenciesMs.push(performance.now() - frame.beganAt),
    });
    pipes.lay(side, track, readable, writable);
    sources.push({
      frames,
      everyMs,
      dueAt: (index * 7) % everyMs,
      push: (frame) => controller?.enqueue(frame),
      end: () => controller?.close(),
    });
  }
  const beganAt = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const at = performance.now() - beganAt;
      for (const source of sources) {
        // A tick that came late makes no frames up for it: both sides get the same number a second at most.
        if (source.dueAt > at) continue;
        source.dueAt = Math.max(source.dueAt + source.everyMs, at);
        const frame = source.frames();
        frame.beganAt = performance.now();
        source.push(frame);
      }
      if (at < spanMs) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  for (const { end } of sources) end();
  return { totalMs: performance.now() - beganAt, latenciesMs };
}
