import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleFrame } from "./frame.arbitrary.ts";
import { bytesOf, frameOf, hexOf, hkdfMaterial } from "./frame.fixture.ts";
import { decryptFrame, type DecryptContext } from "./frameDecryptor.ts";
import { encryptFrame } from "./frameEncryptor.ts";
import { codecOfFrame } from "./frameHeader.ts";
import { createIvSource } from "./frameIv.ts";
import { createKeySlot } from "./keySlot.ts";

const slot = createKeySlot(await hkdfMaterial(new Uint8Array(16).fill(1)), 0);
const SIF_TRAILER = bytesOf("5f6c6b7369665f");
const OPUS_SILENCE = bytesOf(`f8fffe${"00".repeat(77)}`);
const BLANK_PICTURE = bytesOf("1002009d012a080008000047088585888584880202000c0d6000feffab5080");
const context: DecryptContext = {
  codec: null,
  hasPacketTrailer: false,
  sifTrailer: SIF_TRAILER,
  slotOf: (index) => (index === 5 ? slot : null),
};

/** Ways to spoil bytes on their way. */
const spoil = fc.oneof(
  fc.record({ how: fc.constant("flip" as const), at: fc.nat(), bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ how: fc.constant("cut" as const), at: fc.nat(), bit: fc.constant(0) }),
  fc.record({ how: fc.constant("grow" as const), at: fc.nat(), bit: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ how: fc.constant("behead" as const), at: fc.nat(), bit: fc.constant(0) }),
);

function spoiled(
  data: Uint8Array,
  { how, at, bit }: { readonly how: "flip" | "cut" | "grow" | "behead"; readonly at: number; readonly bit: number },
): Uint8Array {
  const index = at % data.length;
  if (how === "cut") return data.slice(0, index);
  if (how === "behead") return data.slice(index + 1);
  if (how === "grow") return Uint8Array.from([...data.slice(0, index), ...new Uint8Array(bit), ...data.slice(index)]);
  return data.map((byte, position) => (position === index ? byte ^ (1 << bit) : byte));
}

test(
  "[FE9] a frame that was altered in any place is dropped, and the next whole one is read",
  { timeout: 60_000 },
  async () => {
    const nextIv = createIvSource();
    await fc.assert(
      fc.asyncProperty(sampleFrame, spoil, async ({ codec, facts }, damage) => {
        const sent = await encryptFrame(
          frameOf(facts),
          codecOfFrame(frameOf(facts), null, codec),
          { keyIndex: 5, slot },
          nextIv,
        );
        if (sent.kind !== "encrypted") throw new Error("The sample was not encrypted");
        const read = (data: Uint8Array) =>
          decryptFrame(frameOf({ ...facts, data }), { ...context, codec: codecOfFrame(frameOf(facts), null, codec) });
        const damaged = spoiled(new Uint8Array(sent.data), damage);
        expect((await read(damaged)).kind).toBe(damaged.length === 0 ? "empty" : "rejected");
        expect((await read(new Uint8Array(sent.data))).kind).toBe("decrypted");
      }),
      { numRuns: 250 },
    );
  },
);

test("[FE10] bytes of any kind and size neither throw nor come through", { timeout: 60_000 }, async () => {
  const codecs = fc.constantFrom(
    "vp8" as const,
    "vp9" as const,
    "h264" as const,
    "h265" as const,
    "av1" as const,
    null,
  );
  const data = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 100 }),
    fc.uint8Array({ minLength: 1, maxLength: 20_000, size: "max" }),
  );
  const looksEncrypted = data.map((bytes) => Uint8Array.from([...bytes, ...new Uint8Array(12), 12, 5]));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(data, looksEncrypted),
      codecs,
      fc.constantFrom("key" as const, "delta" as const, undefined),
      fc.boolean(),
      async (bytes, codec, type, hasPacketTrailer) => {
        const frame = frameOf({ data: bytes, ...(type === undefined ? {} : { type }) });
        const outcome = await decryptFrame(frame, { ...context, codec, hasPacketTrailer });
        expect(outcome.kind).toBe("rejected");
      },
    ),
    { numRuns: 250 },
  );
});

test("[FE10] a frame of 10 MB is dropped like any other", async () => {
  const huge = new Uint8Array(10_000_000);
  huge.set([12, 5], huge.length - 2);
  const outcome = await decryptFrame(frameOf({ data: huge, type: "key" }), { ...context, codec: "h264" });
  expect(outcome).toEqual({ kind: "rejected", reason: "invalid-key", keyIndex: 5 });
});

test.each([
  { name: "silence", payload: OPUS_SILENCE },
  { name: "a blank picture", payload: BLANK_PICTURE },
  { name: "H.264 sequence parameters", payload: bytesOf("6742c01f0fd91f888884000003000400000300c83c60c920") },
  { name: "H.264 picture parameters", payload: bytesOf("6887cb83cb20") },
  { name: "blank H.264 picture", payload: bytesOf("6588840af2628000a7be") },
])("[FE11] the SFU's own $name comes through without its trailer", async ({ payload }) => {
  const outcome = await decryptFrame(
    frameOf({ data: Uint8Array.from([...payload, ...SIF_TRAILER]), type: "key" }),
    context,
  );
  expect(outcome.kind === "server" && hexOf(outcome.data)).toBe(hexOf(payload));
});

test("[FE11] anything else that the SFU marks as its own is dropped", async () => {
  for (const payload of [
    OPUS_SILENCE.map((byte, index) => (index === 40 ? 1 : byte)),
    bytesOf("00"),
    new Uint8Array(),
  ]) {
    const outcome = await decryptFrame(frameOf({ data: Uint8Array.from([...payload, ...SIF_TRAILER]) }), context);
    expect(outcome).toEqual({ kind: "rejected", reason: "unencrypted", keyIndex: null });
  }
});

test("[FE12] a picture in clear is dropped, whatever the SFU says about the track", async () => {
  const outcome = await decryptFrame(frameOf({ data: new Uint8Array(800).fill(0x2a), type: "key" }), {
    ...context,
    codec: "vp8",
  });
  expect(outcome).toEqual({ kind: "rejected", reason: "unencrypted", keyIndex: null });
});

test("[FE13] AV1 is refused in both directions", async () => {
  const frame = () => frameOf({ data: new Uint8Array(100).fill(1), type: "key", mimeType: "video/AV1" });
  const codec = codecOfFrame(frame(), null, "vp8");
  expect(await encryptFrame(frame(), codec, { keyIndex: 5, slot }, createIvSource())).toEqual({
    kind: "withheld",
    reason: "unsupported-codec",
  });
  expect(await decryptFrame(frame(), { ...context, codec })).toEqual({
    kind: "rejected",
    reason: "unsupported-codec",
    keyIndex: null,
  });
});

test("[FE14] a frame shorter than its header is withheld, not sent in clear", async () => {
  const outcome = await encryptFrame(
    frameOf({ data: new Uint8Array(9), type: "key" }),
    "vp8",
    { keyIndex: 5, slot },
    createIvSource(),
  );
  expect(outcome).toEqual({ kind: "withheld", reason: "unreadable" });
});

test("[FE15] no vector is made twice, with and without timestamps, over the wrap of SSRC and time", () => {
  const nextIv = createIvSource();
  const [seen, iv] = [new Set<string>(), new Uint8Array(12)];
  for (let index = 0; index < 20_000; index += 1) {
    const frame = frameOf({
      data: new Uint8Array(1),
      timestamp: (0xffffff00 + Math.floor(index / 40)) >>> 0,
      synchronizationSource: index % 2 ? 0xffffffff : 7,
    });
    nextIv(frame, iv, 0);
    seen.add(hexOf(iv));
  }
  for (let index = 0; index < 5_000; index += 1) {
    nextIv({ data: new ArrayBuffer(1), getMetadata: () => ({}) }, iv, 0);
    seen.add(hexOf(iv));
  }
  expect(seen.size).toBe(25_000);
});
