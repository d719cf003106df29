import fc from "fast-check";
import { escapeUnit } from "./annexB.ts";
import type { Bytes } from "./encodedFrame.ts";
import type { FrameFacts } from "./frame.fixture.ts";
import type { VideoCodec } from "./mediaCrypto.api.ts";

/** A frame and the codec that signalling names for its pipe. */
export interface Sample {
  readonly codec: VideoCodec | null;
  readonly facts: FrameFacts;
}

const MAX_BYTES = 20_000;
const word = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.constantFrom(0, 1, 0xffff, 0xfffffffe, 0xffffffff));
const rtp = fc.record({ timestamp: word, synchronizationSource: word, payloadType: fc.integer({ min: 96, max: 127 }) });
const frameType = fc.constantFrom<"key" | "delta">("key", "delta");

/** Bytes of any content; zeros often enough for escapes to matter. */
function content(minLength: number, maxLength: number): fc.Arbitrary<Bytes> {
  const dense = fc.uint8Array({ minLength, maxLength, size: "max" });
  const sparse = fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3, 0x65, 0xff), {
    minLength,
    maxLength: Math.min(maxLength, 400),
  });
  return fc.oneof(dense, sparse).map((bytes) => Uint8Array.from(bytes));
}

/** An access unit: parameter sets, delimiters and slices, each behind a start code of 3 or 4 bytes, as encoders emit them. */
function accessUnit(slices: readonly number[], others: readonly number[]): fc.Arbitrary<Bytes> {
  const unit = (headers: readonly number[], maxLength: number) =>
    fc.record({ isLong: fc.boolean(), header: fc.constantFrom(...headers), payload: content(4, maxLength) });
  return fc
    .tuple(fc.array(unit(others, 60), { maxLength: 4 }), fc.array(unit(slices, 5_000), { minLength: 1, maxLength: 3 }))
    .map(([before, pictures]) =>
      Uint8Array.from(
        [...before, ...pictures].flatMap(({ isLong, header, payload }) => [
          ...(isLong ? [0, 0, 0, 1] : [0, 0, 1]),
          header,
          // Ends in a stop bit and never holds a start code, as in any valid stream.
          ...escapeUnit(Uint8Array.from([...payload, 0x80])),
        ]),
      ),
    );
}

const vp8LikeContent = content(12, 3_000).map((bytes) => Uint8Array.from([0x10, ...bytes]));

const audio = fc.record({
  codec: fc.constant(null),
  facts: fc.record({ data: content(1, 1_500), rtp }).map(({ data, rtp: facts }) => ({ data, ...facts })),
});

function video(
  codecs: readonly (VideoCodec | null)[],
  data: fc.Arbitrary<Bytes>,
  mimeType: string,
): fc.Arbitrary<Sample> {
  return fc
    .record({ codec: fc.constantFrom(...codecs), data, type: frameType, rtp, isNamed: fc.boolean() })
    .map((one) => ({
      codec: one.codec,
      facts: { data: one.data, type: one.type, ...one.rtp, ...(one.isNamed || one.codec === null ? { mimeType } : {}) },
    }));
}

/** Frames as encoders make them, of every codec that can be encrypted, 1 byte to 20 kB. */
export const sampleFrame: fc.Arbitrary<Sample> = fc.oneof(
  audio,
  video(["vp8", null], content(10, MAX_BYTES), "video/VP8"),
  video(["vp9", null], content(1, MAX_BYTES), "video/VP9"),
  video(["h264", null], accessUnit([0x65, 0x41, 0x61], [0x67, 0x68, 0x09, 0x06]), "video/H264"),
  video(["h265", null], accessUnit([0x26, 0x02, 0x28, 0x2a], [0x40, 0x42, 0x44, 0x4e]), "video/H265"),
  // Some browsers name no codec at all; then the bytes must do.
  video([null], fc.oneof(vp8LikeContent, accessUnit([0x65, 0x41], [0x67, 0x68])), "video/other"),
);
