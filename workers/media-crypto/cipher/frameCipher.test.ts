import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf, hexOf } from "../frame.fixture.ts";
import { compileCipher, missingTool } from "./compileCipher.fixture.mjs";
import { startFrameCipher, type FrameCipher } from "./frameCipher.ts";
import { frameCipherWasm } from "./frameCipher.wasm.ts";

const TAG_BYTES = 16;

function start(): FrameCipher {
  const cipher = startFrameCipher();
  if (cipher === null) throw new Error("There is no WebAssembly here");
  return cipher;
}

interface Message {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly header: Uint8Array<ArrayBuffer>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Ciphertext and tag by the cipher. */
function sealed(cipher: FrameCipher, { key, iv, header, body }: Message): Uint8Array<ArrayBuffer> {
  const held = cipher.remember(key);
  cipher.vector().set(iv);
  cipher.frame().set(header);
  cipher.frame().set(body, header.length);
  expect(cipher.seal(held, header.length, body.length)).toBe(true);
  cipher.forget(held);
  return new Uint8Array(cipher.copyOut(header.length + body.length + TAG_BYTES)).slice(header.length);
}

/** The body by the cipher; null when the tag is not right. */
function opened(cipher: FrameCipher, { key, iv, header, body }: Message): Uint8Array | null {
  const held = cipher.remember(key);
  cipher.vector().set(iv);
  cipher.frame().set(header);
  cipher.frame().set(body, header.length);
  const isRight = cipher.open(held, header.length, body.length - TAG_BYTES);
  cipher.forget(held);
  const whole = new Uint8Array(cipher.copyOut(header.length + body.length - TAG_BYTES));
  return isRight ? whole.slice(header.length) : null;
}

async function sealedByWebCrypto({ key, iv, header, body }: Message): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: header }, imported, body));
}

// The test cases 1 to 4 for keys of 128 bit.
// @see "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, appendix B
const KEY = "feffe9928665731c6d6a8f9467308308";
const IV = "cafebabefacedbaddecaf888";
const PLAIN =
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
const CIPHER =
  "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091";

test.each([
  {
    name: "nothing",
    key: "00".repeat(16),
    iv: "00".repeat(12),
    header: "",
    body: "",
    out: "58e2fccefa7e3061367f1d57a4e7455a",
  },
  {
    name: "one block of zeros",
    key: "00".repeat(16),
    iv: "00".repeat(12),
    header: "",
    body: "00".repeat(16),
    out: "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf",
  },
  {
    name: "whole blocks",
    key: KEY,
    iv: IV,
    header: "",
    body: `${PLAIN}1aafd255`,
    out: `${CIPHER}473f59854d5c2af327cd64a62cf35abd2ba6fab4`,
  },
  {
    name: "a header, and a part of a block",
    key: KEY,
    iv: IV,
    header: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    body: PLAIN,
    out: `${CIPHER}5bc94fbc3221a5db94fae95ae7121a47`,
  },
])("[FE19] the published vector of $name", ({ key, iv, header, body, out }) => {
  const message = { key: bytesOf(key), iv: bytesOf(iv), header: bytesOf(header), body: bytesOf(body) };
  expect(hexOf(sealed(start(), message))).toBe(out);
  expect(opened(start(), { ...message, body: bytesOf(out) })).toEqual(message.body);
});

const message = fc.record({
  key: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  iv: fc.uint8Array({ minLength: 12, maxLength: 12 }),
  header: fc.uint8Array({ maxLength: 80 }),
  body: fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 300, maxLength: 9_000, size: "max" })),
}) as fc.Arbitrary<Message>;

test(
  "[FE19] it seals as WebCrypto does, opens that, and opens nothing that was altered",
  { timeout: 60_000 },
  async () => {
    const cipher = start();
    await fc.assert(
      fc.asyncProperty(message, fc.nat(), fc.integer({ min: 0, max: 7 }), async (one, at, bit) => {
        const body = await sealedByWebCrypto(one);
        expect(hexOf(sealed(cipher, one))).toBe(hexOf(body));
        expect(hexOf(opened(cipher, { ...one, body }) ?? bytesOf("ff"))).toBe(hexOf(one.body));
        const flip = (data: Uint8Array<ArrayBuffer>) =>
          data.map((byte, index) => (index === at % data.length ? byte ^ (1 << bit) : byte));
        expect(opened(cipher, { ...one, body: flip(body) })).toBeNull();
        expect(opened(cipher, { ...one, body, iv: flip(one.iv) })).toBeNull();
        expect(opened(cipher, { ...one, body, key: flip(one.key) })).toBeNull();
        if (one.header.length > 0) expect(opened(cipher, { ...one, body, header: flip(one.header) })).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  },
);

test("[FE19] it refuses what does not fit, whatever lengths it is told", () => {
  const cipher = start();
  const key = cipher.remember(new Uint8Array(16));
  for (const [header, body] of [
    [0, cipher.capacity],
    [cipher.capacity, 0],
    [0, cipher.capacity - TAG_BYTES + 1],
    [0xffffffff, 1],
    [1, 0xffffffff],
    [-1, -1],
  ] as const) {
    expect(cipher.seal(key, header, body)).toBe(false);
    expect(cipher.open(key, header, body)).toBe(false);
  }
  expect(cipher.seal(key, 0, cipher.capacity - TAG_BYTES)).toBe(true);
});

test("[FE20] no trace of a key is left when it is forgotten", () => {
  const cipher = start();
  // The first key makes the memory grow.
  cipher.forget(cipher.remember(new Uint8Array(16)));
  const { buffer } = cipher.frame();
  const raw = Uint8Array.from({ length: 16 }, (_, index) => 0xa0 + index);
  const before = new Uint8Array(buffer.slice(0));
  const key = cipher.remember(raw);
  expect(hexOf(buffer)).not.toContain(hexOf(raw));
  const held = new Uint8Array(buffer.slice(key, key + 512));
  expect(held.some((byte) => byte !== 0)).toBe(true);
  cipher.forget(key);
  const changed = new Uint8Array(buffer).reduce(
    (sum, byte, at) => sum + (byte !== before[at] && byte !== 0 ? 1 : 0),
    0,
  );
  // What is left of it is the allocator's bookkeeping, a few words of addresses and sizes.
  expect(changed).toBeLessThan(48);
});

test("[FE20] keys that come and go for hours take no more memory than a few", () => {
  const cipher = start();
  const raw = new Uint8Array(16).fill(7);
  for (let count = 0; count < 50; count += 1) cipher.forget(cipher.remember(raw));
  const { byteLength } = cipher.frame().buffer;
  for (let count = 0; count < 20_000; count += 1) cipher.forget(cipher.remember(raw));
  expect(cipher.frame().buffer.byteLength).toBe(byteLength);
});

test("the committed cipher is what its source compiles to", { timeout: 180_000 }, ({ annotate }) => {
  const missing = missingTool();
  if (missing !== null) return void annotate(`Not compiled again: ${missing}.`);
  expect(compileCipher()).toContain(frameCipherWasm);
});
