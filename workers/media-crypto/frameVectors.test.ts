import { expect, test } from "vitest";
import { bytesOf, frameOf, hexOf, hkdfMaterial, passwordMaterial, type FrameFacts } from "./frame.fixture.ts";
import { decryptFrame } from "./frameDecryptor.ts";
import { encryptFrame } from "./frameEncryptor.ts";
import { createIvSource } from "./frameIv.ts";
import { createKeySlot } from "./keySlot.ts";
import type { VideoCodec } from "./mediaCrypto.api.ts";

// Made with LiveKit's own worker; see docs/rules/media-crypto.md.
const RAW_KEY = bytesOf("000102030405060708090a0b0c0d0e0f");
const FRAME_KEY = "4086b4641064e1ae8b63d4eb83ad3e7e";
const RATCHETED_FRAME_KEY = "af61b566e2c6adff55bf8c20f94b4765";
const PASSWORD_FRAME_KEY = "43ba97ad7c957d02b6e1f489ddb3b11c";
const PICTURE = "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3";

interface Vector {
  readonly name: string;
  readonly codec: VideoCodec | null;
  readonly frames: readonly (Omit<FrameFacts, "data"> & { readonly plain: string; readonly sent: string })[];
}

const vectors: readonly Vector[] = [
  {
    name: "audio",
    codec: null,
    frames: [
      {
        synchronizationSource: 0x11223344,
        timestamp: 0x00010203,
        plain: "7801020304050607",
        sent: "7873ef9aa0f930c683ca1d9639b2d618a5705864cb4bf1a21122334400010203000102030c03",
      },
      {
        synchronizationSource: 0x11223344,
        timestamp: 0x000105c3,
        plain: "7801020304050607",
        sent: "788a77670730d0b951cbb36eac4c10dd5a4338835957a38c11223344000105c3000105c20c03",
      },
    ],
  },
  {
    name: "VP8",
    codec: "vp8",
    frames: [
      {
        type: "key",
        synchronizationSource: 0xdeadbeef,
        timestamp: 0x00090000,
        plain: PICTURE,
        sent: "a0a1a2a3a4a5a6a7a8a9e2624f52a56f207f649ee8da834eb0c7b61c6ed3277193fa8562deadbeef00090000000900000c03",
      },
      {
        type: "delta",
        synchronizationSource: 0xdeadbeef,
        timestamp: 0x00090bb8,
        plain: PICTURE,
        sent: "a0a1a278bba2a4e854fcd647cb1f276e379a7a4b90b422d9aaea91f0d04617a6234083afdeadbeef00090bb800090bb70c03",
      },
    ],
  },
  {
    name: "VP9",
    codec: "vp9",
    frames: [
      {
        type: "key",
        synchronizationSource: 0x01020304,
        timestamp: 0x00090000,
        plain: PICTURE,
        sent: "ccda011803929b926a54897aa70a836e03d7ed2c2b7efdb5689d27bece33d72238f115ff0102030400090000000900000c03",
      },
    ],
  },
  {
    name: "H.264 with a short start code, escaped inside the vector",
    codec: "h264",
    frames: [
      {
        type: "key",
        synchronizationSource: 0x0a0b0c0d,
        timestamp: 0x00090000,
        plain: "000000016742c01f00000168ce3c8000000001658884001020304050",
        sent: "000000016742c01f0000000168ce3c80000000016588aab1fb6b1f63dca063a49450e75b9dbec525103bee483c0a0b0c0d0009000003000900000c03",
      },
    ],
  },
];

test.each(vectors)("[FE1] $name frames are on the wire as LiveKit's worker makes them", async ({ codec, frames }) => {
  const slot = createKeySlot(await hkdfMaterial(RAW_KEY), 0);
  const nextIv = createIvSource(() => 0);
  for (const { plain, sent, ...facts } of frames) {
    const outcome = await encryptFrame(
      frameOf({ ...facts, data: bytesOf(plain) }),
      codec,
      { keyIndex: 3, slot },
      nextIv,
    );
    expect(outcome.kind === "encrypted" && hexOf(outcome.data)).toBe(sent);
  }
});

test.each(vectors)("[FE2] $name frames that LiveKit's worker made are read", async ({ codec, frames }) => {
  const slot = createKeySlot(await hkdfMaterial(RAW_KEY), 0);
  for (const { plain, sent, ...facts } of frames) {
    const context = {
      codec,
      hasPacketTrailer: false,
      sifTrailer: new Uint8Array(),
      slotOf: (index: number) => (index === 3 ? slot : null),
    };
    const outcome = await decryptFrame(frameOf({ ...facts, data: bytesOf(sent) }), context);
    expect(outcome.kind === "decrypted" && hexOf(outcome.data)).toBe(plain.replace("1f00000168", "1f0000000168"));
  }
});

test.each([
  { of: "a member's key", expected: FRAME_KEY, steps: 0, material: () => hkdfMaterial(RAW_KEY) },
  {
    of: "a member's key, ratcheted once",
    expected: RATCHETED_FRAME_KEY,
    steps: 1,
    material: () => hkdfMaterial(RAW_KEY),
  },
  { of: "a password", expected: PASSWORD_FRAME_KEY, steps: 0, material: () => passwordMaterial("my-password") },
])("[FE3] the frame key of $of is the known one and cannot be exported", async ({ expected, steps, material }) => {
  const known = await crypto.subtle.importKey("raw", bytesOf(expected), "AES-GCM", false, ["encrypt"]);
  const iv = new Uint8Array(12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, known, bytesOf("c0ffee"));
  const slot = createKeySlot(await material(), steps);
  const opened = await slot.tryKeys((key) =>
    crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed).catch(() => null),
  );
  expect(opened && hexOf(opened)).toBe("c0ffee");
  expect((await slot.frameKey())?.extractable).toBe(false);
});
