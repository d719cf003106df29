/** Bytes that WebCrypto takes: never shared between threads. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** What we need of `RTCEncodedVideoFrame` and `RTCEncodedAudioFrame`, so that the work runs in Node too. */
export interface EncodedFrame {
  data: ArrayBuffer;
  /** RTP timestamp; newer browsers have it in the metadata alone. */
  readonly timestamp?: number;
  /** Only video frames have one. */
  readonly type?: string;
  getMetadata(): FrameMetadata;
}

/** The facts about a frame that browsers give. */
export interface FrameMetadata {
  readonly synchronizationSource?: number;
  readonly payloadType?: number;
  readonly rtpTimestamp?: number;
  readonly mimeType?: string;
}

/** Below this size, in bytes, a buffer is left to the garbage collector. */
const WORTH_RELEASING_BYTES = 4_096;

/**
 * Gives the memory of `buffer`, which nobody reads any more, back at once rather than at the next garbage collection, so that
 * the next frame may get memory whose pages are already there.
 */
export function release(buffer: ArrayBuffer): void {
  if (buffer.byteLength < WORTH_RELEASING_BYTES || !("transfer" in buffer)) return;
  buffer.transfer(0);
}
