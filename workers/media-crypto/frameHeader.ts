import { sliceHeaderEnd } from "./annexB.ts";
import type { Bytes, EncodedFrame } from "./encodedFrame.ts";
import type { VideoCodec } from "./mediaCrypto.api.ts";

/** Where a frame's clear header ends, and whether the rest must be kept free of start codes. */
export interface FrameHeader {
  readonly sizeBytes: number;
  readonly isAnnexB: boolean;
}

const codecByMimeType: Readonly<Record<string, VideoCodec>> = {
  // As browsers spell them, so that few names have to be brought to lower case.
  "video/VP8": "vp8",
  "video/VP9": "vp9",
  "video/H264": "h264",
  "video/H265": "h265",
  "video/AV1": "av1",
  "video/vp8": "vp8",
  "video/vp9": "vp9",
  "video/h264": "h264",
  "video/h265": "h265",
  "video/av1": "av1",
};

/** The codec that a MIME type such as `video/VP8` names; null for others. */
export function codecOfMimeType(mimeType: string | undefined): VideoCodec | null {
  if (mimeType === undefined) return null;
  return codecByMimeType[mimeType] ?? codecByMimeType[mimeType.toLowerCase()] ?? null;
}

/** The codec of one frame: what the frame says, else its payload type, else what signalling said. Null for audio. */
export function codecOfFrame(
  frame: EncodedFrame,
  codecByPayloadType: ReadonlyMap<number, VideoCodec> | null,
  signalled: VideoCodec | null,
): VideoCodec | null {
  if (frame.type === undefined) return null;
  const { mimeType, payloadType } = frame.getMetadata();
  return codecOfMimeType(mimeType) ?? codecByPayloadType?.get(payloadType ?? -1) ?? signalled;
}

/**
 * The header that stays in clear, so that SFUs and depacketisers can read it: 1 byte of audio (Opus TOC), 10 of a VP8 key
 * frame and 3 of others, none of VP9, up to the first slice of H.264 and H.265. Codecs that nobody named are looked at as
 * H.264 or H.265, then treated as VP8. AV1 has no rule: callers refuse it first.
 * @returns null when the frame is shorter than its header
 */
export function headerOf(frame: EncodedFrame, data: Bytes, codec: VideoCodec | null): FrameHeader | null {
  const header = ruleFor(frame, data, codec);
  return header.sizeBytes <= data.length ? header : null;
}

function ruleFor(frame: EncodedFrame, data: Bytes, codec: VideoCodec | null): FrameHeader {
  if (frame.type === undefined) return { sizeBytes: 1, isAnnexB: false };
  if (codec === "vp9") return { sizeBytes: 0, isAnnexB: false };
  if (codec !== "vp8") {
    const sizeBytes = sliceHeaderEnd(data);
    if (sizeBytes !== null) return { sizeBytes, isAnnexB: true };
  }
  return { sizeBytes: frame.type === "key" ? 10 : 3, isAnnexB: false };
}
