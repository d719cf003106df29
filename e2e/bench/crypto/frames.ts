import type { BenchCase } from "./benchCases.ts";

/** A frame as a browser would hand it over. */
export class BenchFrame {
  data: ArrayBuffer;
  /** Only of video. */
  declare type?: "key" | "delta";
  readonly timestamp: number;
  /** When it began its way, in ms. */
  beganAt = 0;
  readonly #metadata: RTCEncodedVideoFrameMetadata;

  constructor(data: ArrayBuffer, timestamp: number, codec: BenchCase["codec"], ssrc = 0x11223344) {
    this.data = data;
    this.timestamp = timestamp;
    if (codec !== null) this.type = "delta";
    const mimeType = codec === null ? "audio/opus" : codec === "vp8" ? "video/VP8" : "video/H264";
    this.#metadata = { synchronizationSource: ssrc, payloadType: 96, mimeType } as RTCEncodedVideoFrameMetadata;
  }

  getMetadata(): RTCEncodedVideoFrameMetadata {
    return this.#metadata;
  }

  copy(): BenchFrame {
    const { mimeType, synchronizationSource } = this.#metadata as { mimeType: string; synchronizationSource: number };
    const codec = mimeType === "audio/opus" ? null : mimeType === "video/VP8" ? "vp8" : "h264";
    return new BenchFrame(this.data.slice(0), this.timestamp, codec, synchronizationSource);
  }
}

/** Random bytes, behind a slice's start for H.264. */
export function contentOf(codec: BenchCase["codec"], bytes: number): ArrayBuffer {
  const data = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(data.subarray(at, Math.min(bytes, at + 65_536)));
  if (codec === "h264") {
    // No start code but the first, as in a valid stream.
    for (let at = 0; at < bytes; at += 1) if (data[at] === 0) data[at] = 7;
    data.set([0, 0, 0, 1, 0x41, 0x9a]);
  }
  return data.buffer;
}

/** The frames of one run, fresh. */
export function framesOf({ codec, sizes, count }: BenchCase): BenchFrame[] {
  const contents = sizes.map((bytes) => contentOf(codec, bytes));
  return Array.from(
    { length: count },
    (_, index) => new BenchFrame((contents[index % contents.length] as ArrayBuffer).slice(0), index * 960, codec),
  );
}
