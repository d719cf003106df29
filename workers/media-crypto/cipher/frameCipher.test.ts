import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, hexOf } from "../frame.fixture.ts";
import {
  cipherNames,
  opened,
  sealed,
  sealedByWebCrypto,
  startCipher,
  TAG_BYTES,
  type Message,
} from "./cipher.fixture.ts";
import { compileCipher, missingTool } from "./compileCipher.fixture.mjs";
import { auditedCipherWasm } from "./audited/auditedCipher.wasm.ts";
import { frameKernelWasm } from "./kernel/frameKernel.wasm.ts";

const IV_BYTES = 12;
const nothing = new Uint8Array();
const wrong = Uint8Array.of(0xff);

/** A published vector: `isRight` says whether its tag is. */
interface Vector {
  readonly key: string;
  readonly iv: string;
  readonly header: string;
  readonly body: string;
  readonly ciphertext: string;
  readonly tag: string;
  readonly isRight: boolean;
}

/** The vectors of `vectors/<name>.txt`, in hexadecimal. */
function vectorsOf(name: "nistEncrypt" | "nistDecrypt" | "wycheproof"): readonly Vector[] {
  const text = readFileSync(path.join(import.meta.dirname, "vectors", `${name}.txt`), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [key = "", iv = "", header = "", body = "", ciphertext = "", tag = "", result = ""] = line
      .split(" ")
      .map((field) => (field === "-" ? "" : field));
    return { key, iv, header, body, ciphertext, tag, isRight: result === "pass" };
  });
}

const message = fc.record({
  key: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  iv: fc.uint8Array({ minLength: IV_BYTES, maxLength: IV_BYTES }),
  header: fc.uint8Array({ maxLength: 80 }),
  body: fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 300, maxLength: 9_000, size: "max" })),
}) as fc.Arbitrary<Message>;

describe.each(cipherNames)("%s", (name) => {
  test.each([
    ["nistEncrypt", 375, 375],
    ["nistDecrypt", 375, 179],
    ["wycheproof", 67, 40],
  ] as const)("[FE19] the published vectors %s", (file, count, rightCount) => {
    const cipher = startCipher(name);
    const vectors = vectorsOf(file);
    expect(vectors).toHaveLength(count);
    expect(vectors.filter(({ isRight }) => isRight)).toHaveLength(rightCount);
    for (const vector of vectors) {
      const { isRight, ciphertext, tag, body } = vector;
      const one = { key: bytesOf(vector.key), iv: bytesOf(vector.iv), header: bytesOf(vector.header) };
      if (isRight) expect(hexOf(sealed(cipher, { ...one, body: bytesOf(body) }) ?? nothing)).toBe(ciphertext + tag);
      const text = opened(cipher, { ...one, body: bytesOf(ciphertext + tag) });
      expect(text && hexOf(text)).toBe(isRight ? body : null);
    }
  });

  test("[FE19] every length up to some blocks, beside every length of header", { timeout: 60_000 }, async () => {
    const cipher = startCipher(name);
    const random = crypto.getRandomValues(new Uint8Array(1_000));
    for (let length = 0; length <= 300; length += 1) {
      const one = {
        key: random.slice(length, length + 16),
        iv: random.slice(400 + length, 412 + length),
        header: random.slice(0, (length * 7) % 67),
        body: random.slice(500, 500 + length),
      };
      const body = await sealedByWebCrypto(one);
      expect(hexOf(sealed(cipher, one) ?? nothing)).toBe(hexOf(body));
      expect(hexOf(opened(cipher, { ...one, body }) ?? wrong)).toBe(hexOf(one.body));
    }
  });

  test(
    "[FE19] it seals as WebCrypto does, opens that, and opens nothing that was altered",
    { timeout: 60_000 },
    async () => {
      const cipher = startCipher(name);
      await fc.assert(
        fc.asyncProperty(message, fc.nat(), fc.integer({ min: 0, max: 7 }), async (one, at, bit) => {
          const body = await sealedByWebCrypto(one);
          expect(hexOf(sealed(cipher, one) ?? nothing)).toBe(hexOf(body));
          expect(hexOf(opened(cipher, { ...one, body }) ?? wrong)).toBe(hexOf(one.body));
          const flip = (data: Uint8Array<ArrayBuffer>) =>
            data.map((byte, index) => (index === at % data.length ? byte ^ (1 << bit) : byte));
          expect(opened(cipher, { ...one, body: flip(body) })).toBeNull();
          expect(opened(cipher, { ...one, body, iv: flip(one.iv) })).toBeNull();
          expect(opened(cipher, { ...one, body, key: flip(one.key) })).toBeNull();
          if (one.header.length > 0) expect(opened(cipher, { ...one, body, header: flip(one.header) })).toBeNull();
        }),
        { numRuns: 500 },
      );
    },
  );

  test(
    "[FE19] it refuses what does not fit, whatever lengths it is told, and takes what just does",
    { timeout: 60_000 },
    async () => {
      const cipher = startCipher(name);
      const key = cipher.remember(new Uint8Array(16));
      const most = cipher.capacity - TAG_BYTES - IV_BYTES;
      for (const [header, body] of [
        [0, cipher.capacity],
        [cipher.capacity, 0],
        [0, cipher.capacity - TAG_BYTES],
        [0xffffffff, 1],
        [1, 0xffffffff],
        [-1, -1],
      ] as const) {
        expect(cipher.seal(key, header, body)).toBe(false);
        expect(cipher.open(key, header, body)).toBe(false);
      }
      const one = {
        key: new Uint8Array(16),
        iv: new Uint8Array(12),
        header: new Uint8Array(3),
        body: new Uint8Array(most - 10),
      };
      expect(hexOf(sealed(cipher, one) ?? nothing)).toBe(hexOf(await sealedByWebCrypto(one)));
    },
  );

  test("[FE16] it finds two zeros wherever they are, and none behind the end", () => {
    const cipher = startCipher(name);
    const frame = cipher.frame();
    for (let place = 0; place < 70; place += 1) {
      frame.fill(1, 0, 100);
      frame.set([0, 0], place);
      for (const from of [0, 1, 5, place - 1, place, place + 1]) {
        for (const end of [0, place, place + 1, place + 2, place + 3, place + 30]) {
          const isThere = from >= 0 && from <= place && place + 2 < end;
          if (from >= 0) expect(cipher.zeros(from, end)).toBe(isThere ? place : null);
        }
      }
    }
    expect(cipher.zeros(0, 0xffffffff)).not.toBeNull();
    expect(cipher.zeros(cipher.capacity, 0xffffffff)).toBe(null);
  });

  test("[FE20] keys that come and go for hours take no more memory than a few", () => {
    const cipher = startCipher(name);
    const raw = new Uint8Array(16).fill(7);
    for (let count = 0; count < 50; count += 1) cipher.forget(cipher.remember(raw));
    const { byteLength } = cipher.frame().buffer;
    for (let count = 0; count < 1_000; count += 1) cipher.forget(cipher.remember(raw));
    expect(cipher.frame().buffer.byteLength).toBe(byteLength);
  });

  test("[FE20] hundreds of keys at once stay apart while memory grows", () => {
    const cipher = startCipher(name);
    const rawOf = (index: number) => Uint8Array.from({ length: 16 }, (_, at) => (index * 31 + at * 7) % 256);
    const keys = Array.from({ length: 400 }, (_, index) => cipher.remember(rawOf(index)));
    const blankTag = (sealWith: () => boolean) => {
      cipher.frame().fill(0);
      expect(sealWith()).toBe(true);
      return hexOf(cipher.copyOut(40));
    };
    const apart = keys.map((key) => blankTag(() => cipher.seal(key, 0, 24)));
    expect(new Set(apart).size).toBe(256);
    keys.forEach((key, index) => index % 2 === 0 && cipher.forget(key));
    keys.forEach((key, index) => {
      if (index % 2 === 1) expect(blankTag(() => cipher.seal(key, 0, 24))).toBe(apart[index]);
    });
  });
});

test("[FE20] when a key of the kernel is forgotten, its memory is as it was before, byte for byte", () => {
  const cipher = startCipher("kernel");
  // The first key makes the memory grow.
  cipher.forget(cipher.remember(new Uint8Array(16)));
  const before = Buffer.from(cipher.frame().buffer.slice(0));
  const key = cipher.remember(Uint8Array.from({ length: 16 }, (_, index) => 0xa0 + index));
  const text = crypto.getRandomValues(new Uint8Array(5_000));
  for (const work of [cipher.seal, cipher.open, cipher.seal]) {
    cipher.frame().set(text);
    work(key, 10, 4_000);
  }
  const during = new Uint8Array(cipher.frame().buffer.slice(key, key + 512));
  expect(during.some((byte) => byte !== 0)).toBe(true);
  cipher.forget(key);
  expect(before.equals(new Uint8Array(cipher.frame().buffer))).toBe(true);
});

test("[FE20] no trace of a key of the audited cipher is left when it is forgotten", () => {
  const cipher = startCipher("audited");
  cipher.forget(cipher.remember(new Uint8Array(16)));
  const { buffer } = cipher.frame();
  const raw = Uint8Array.from({ length: 16 }, (_, index) => 0xa0 + index);
  const before = new Uint8Array(buffer.slice(0));
  const key = cipher.remember(raw);
  expect(Buffer.from(buffer).includes(Buffer.from(raw))).toBe(false);
  const held = new Uint8Array(buffer.slice(key, key + 512));
  expect(held.some((byte) => byte !== 0)).toBe(true);
  cipher.forget(key);
  const changed = new Uint8Array(buffer).filter((byte, at) => byte !== before[at] && byte !== 0).length;
  // What is left of it is the allocator's bookkeeping, a few words of addresses and sizes.
  expect(changed).toBeLessThan(48);
});

test("[FE19] a frame that is not right is not left behind by the kernel, not even opened", () => {
  const cipher = startCipher("kernel");
  const key = cipher.remember(new Uint8Array(16));
  cipher.frame().fill(0x55);
  expect(cipher.open(key, 3, 500)).toBe(false);
  expect(hexOf(cipher.copyOut(503))).toBe("555555" + "00".repeat(500));
});

test.for([
  { name: "audited", wasm: auditedCipherWasm },
  { name: "kernel", wasm: frameKernelWasm },
] as const)(
  "the committed $name cipher is what its source compiles to",
  { timeout: 180_000 },
  ({ name, wasm }, { annotate }) => {
    const missing = missingTool();
    if (missing !== null) return void annotate(`Not compiled again: ${missing}.`);
    expect(compileCipher(name)).toContain(wasm);
  },
);
