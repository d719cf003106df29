import type { VideoCodec } from "../../../../workers/media-crypto/mediaCrypto.api.ts";

const codecs: readonly VideoCodec[] = ["vp8", "vp9", "h264", "h265", "av1"];

/** The video codec of a MIME type such as `video/VP8`; null for audio and for what we do not know. */
export function codecOf(mimeType: string | undefined): VideoCodec | null {
  return codecs.find((codec) => `video/${codec}` === mimeType?.toLowerCase()) ?? null;
}
