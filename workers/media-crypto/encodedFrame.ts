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
