import type { Reader } from "./configReader.ts";

/** One further, smaller version of a picture, for those who see it small. */
export interface SimulcastLayer {
  readonly heightPx: number;
  readonly bitrateBps: number;
  /** Null: that of the largest. */
  readonly frameRateFps: number | null;
}

/** How large and how smooth a picture is sent, at most. */
export interface PictureQuality {
  readonly maxHeightPx: number;
  readonly maxBitrateBps: number;
  readonly maxFrameRateFps: number;
  /** Null leaves the layers to the SFU's client. */
  readonly simulcastLayers: readonly SimulcastLayer[] | null;
}

/** `media_quality` of `config.json`. */
export interface MediaQuality {
  /** What our frame encryption can carry; others fall back to VP8. */
  readonly videoCodec: "vp8" | "vp9" | "h264";
  /** What was asked for instead and cannot be encrypted in the wire format. */
  readonly refusedCodec: "av1" | null;
  readonly camera: PictureQuality;
  readonly screen: PictureQuality;
}

/** Element Call's values for the same keys, so that one file gives the same picture in both. */
export const defaultMediaQuality: MediaQuality = {
  videoCodec: "vp8",
  refusedCodec: null,
  camera: {
    maxHeightPx: 720,
    maxBitrateBps: 1_700_000,
    maxFrameRateFps: 30,
    simulcastLayers: [
      { heightPx: 180, bitrateBps: 160_000, frameRateFps: null },
      { heightPx: 360, bitrateBps: 450_000, frameRateFps: null },
    ],
  },
  screen: { maxHeightPx: 1080, maxBitrateBps: 5_000_000, maxFrameRateFps: 30, simulcastLayers: null },
};

/** Reads `media_quality`; what cannot be read keeps its default. AV1 is known and not taken, so that the lobby can say so. */
export function decodeMediaQuality(quality: Reader): MediaQuality {
  const codec = quality.oneOf("video_codec", ["vp8", "vp9", "h264", "av1"]);
  return {
    videoCodec: codec === null || codec === "av1" ? defaultMediaQuality.videoCodec : codec,
    refusedCodec: codec === "av1" ? codec : null,
    camera: decodePicture(quality.within("video"), defaultMediaQuality.camera),
    screen: decodePicture(quality.within("screen_share"), defaultMediaQuality.screen),
  };
}

function decodePicture(picture: Reader, defaults: PictureQuality): PictureQuality {
  const layers = picture.list("simulcast_layers")?.map(decodeLayer);
  return {
    maxHeightPx: picture.count("max_resolution") ?? defaults.maxHeightPx,
    maxBitrateBps: picture.count("max_bitrate") ?? defaults.maxBitrateBps,
    maxFrameRateFps: picture.count("max_framerate") ?? defaults.maxFrameRateFps,
    simulcastLayers: layers?.filter((layer) => layer !== null) ?? defaults.simulcastLayers,
  };
}

function decodeLayer(layer: Reader): SimulcastLayer | null {
  const heightPx = layer.count("height");
  const bitrateBps = layer.count("bitrate");
  if (heightPx === null || bitrateBps === null) return null;
  return { heightPx, bitrateBps, frameRateFps: layer.count("framerate") };
}
