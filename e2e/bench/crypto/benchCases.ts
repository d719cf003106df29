/** One line of the table: the same frames through both workers. */
export interface BenchCase {
  readonly name: string;
  readonly direction: "encrypt" | "decrypt";
  readonly codec: "vp8" | "h264" | null;
  /** Sizes of the frames, in bytes; they take turns. */
  readonly sizes: readonly number[];
  /** Frames in one run. */
  readonly count: number;
}

const both = ["encrypt", "decrypt"] as const;
const kinds = [
  { name: "audio 80-160 B", codec: null, sizes: [80, 100, 120, 140, 160], count: 1_000 },
  { name: "VP8 1 kB", codec: "vp8", sizes: [1_000], count: 600 },
  { name: "VP8 5 kB", codec: "vp8", sizes: [5_000], count: 300 },
  { name: "VP8 20 kB", codec: "vp8", sizes: [20_000], count: 150 },
  { name: "VP8 100 kB", codec: "vp8", sizes: [100_000], count: 40 },
  { name: "H.264 20 kB", codec: "h264", sizes: [20_000], count: 80 },
  { name: "H.264 100 kB", codec: "h264", sizes: [100_000], count: 20 },
] as const;

/** The table of the bench. */
export const benchCases: readonly BenchCase[] = kinds.flatMap((kind) =>
  both.map((direction) => ({ ...kind, direction, name: `${kind.name}, ${direction}` })),
);

/** Whose pipes frames go through; `floor` is the harness alone. */
export type Side = "livekit" | "ours" | "floor";

/** What the worker measured of one run. */
export interface Run {
  readonly totalMs: number;
  readonly latenciesMs: readonly number[];
}

/** What the page asks of the worker. */
export type BenchRequest =
  /** Makes the frames of the next burst. */
  | { readonly kind: "prepare"; readonly benchCase: BenchCase }
  /** Sends them through one side's pipe as fast as it goes. */
  | { readonly kind: "burst"; readonly side: Side; readonly benchCase: BenchCase }
  | { readonly kind: "call"; readonly side: Side; readonly spanMs: number };

declare global {
  interface Window {
    /** Sends one request to the worker. */
    bench: (request: BenchRequest) => Promise<Run>;
  }
}
