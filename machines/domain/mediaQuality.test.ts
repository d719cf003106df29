import { expect, test } from "vitest";
import { Reader } from "./configReader.ts";
import { decodeMediaQuality } from "./mediaQuality.ts";

test.each([
  ["av1", "vp8", "av1"],
  ["h264", "h264", null],
  ["vp9", "vp9", null],
  [undefined, "vp8", null],
])("asked for %s we send %s, and the lobby hears of %s as refused", (asked, videoCodec, refusedCodec) => {
  const read = decodeMediaQuality(new Reader({ video_codec: asked }));
  expect(read).toMatchObject({ videoCodec, refusedCodec });
});
