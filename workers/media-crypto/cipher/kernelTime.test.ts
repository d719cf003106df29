import { describe, expect, test } from "vitest";
import { bytesOf, hexOf } from "../frame.fixture.ts";
import { auditedCipherWasm } from "./audited/auditedCipher.wasm.ts";
import { sealedByWebCrypto, TAG_BYTES } from "./cipher.fixture.ts";
import { frameKernelWasm } from "./kernel/frameKernel.wasm.ts";
import { trackSecrets, type SecretTracker } from "./secretTracker.fixture.ts";
import { readModule } from "./wasmModule.fixture.ts";

const moduleOf = (base64: string) => readModule(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
const kernel = moduleOf(frameKernelWasm);
const audited = moduleOf(auditedCipherWasm);

/** A cipher with a key in it. What it was made of, and what it makes, is a secret. */
function start(name: "kernel" | "audited", raw: Uint8Array): { readonly cipher: SecretTracker; readonly key: number } {
  const cipher = trackSecrets(name === "kernel" ? kernel : audited, 65_536);
  write(cipher, 0, raw, true);
  if (name === "audited") return { cipher, key: cipher.call("remember") };
  const key = Math.ceil(cipher.global("__heap_base") / 16) * 16;
  cipher.call("remember", key);
  return { cipher, key };
}

function write(cipher: SecretTracker, at: number, bytes: Uint8Array, isSecret: boolean): void {
  const place = cipher.call("frame") + at;
  cipher.memory.set(bytes, place);
  cipher.secrets.fill(Number(isSecret), place, place + bytes.length);
}

function read(cipher: SecretTracker, at: number, bytes: number) {
  const place = cipher.call("frame") + at;
  return {
    bytes: cipher.memory.slice(place, place + bytes),
    secrets: cipher.secrets.slice(place, place + bytes),
  };
}

/** Lengths that take every way through the code: none, parts, whole batches of it and of the hash, and one more. */
const lengths = [0, 1, 15, 16, 17, 79, 95, 96, 97, 112, 127, 128, 129, 159, 224, 225, 353, 1_000] as const;

describe.each(["kernel", "audited"] as const)("%s", (name) => {
  test(
    "[FE21] no secret decides an address, a branch or a choice, whatever the lengths",
    { timeout: 60_000 },
    async () => {
      const raw = crypto.getRandomValues(new Uint8Array(16));
      const { cipher, key } = start(name, raw);
      for (const [index, length] of lengths.entries()) {
        const header = new Uint8Array([0, 1, 3, 10, 16, 17, 40][index % 7] ?? 0).fill(0x11);
        const [body, iv] = [new Uint8Array(length).fill(index), new Uint8Array(12).fill(index)];
        write(cipher, 0, header, false);
        write(cipher, header.length, body, true);
        write(cipher, header.length + length + TAG_BYTES, iv, false);
        expect(cipher.call("seal", key, header.length, length)).toBe(1);
        // That it is WebCrypto's answer says that the code was run and not something like it.
        const made = read(cipher, header.length, length + TAG_BYTES);
        expect(hexOf(made.bytes)).toBe(hexOf(await sealedByWebCrypto({ key: raw, iv, header, body })));
        expect(made.secrets.every((mark) => mark === 1)).toBe(true);
        if (name === "audited") continue;
        expect(cipher.call("open", key, header.length, length)).toBe(1);
        expect(hexOf(read(cipher, header.length, length).bytes)).toBe(hexOf(body));
        write(cipher, header.length + length, new Uint8Array(TAG_BYTES), true);
        expect(cipher.call("open", key, header.length, length)).toBe(0);
      }
      cipher.call("forget", key);
      if (name === "kernel") expect(cipher.secrets.includes(1)).toBe(false);
    },
  );

  test("[FE21] the same number of steps for every key and text of one length", () => {
    const stepsOf = (fill: number) => {
      const { cipher, key } = start(name, new Uint8Array(16).fill(fill));
      write(cipher, 0, new Uint8Array(10), false);
      write(cipher, 10, new Uint8Array(150).fill(255 - fill), true);
      write(cipher, 160, new Uint8Array(40), false);
      cipher.call("seal", key, 10, 150);
      return cipher.steps();
    };
    expect(new Set([0, 1, 0x55, 0xff].map(stepsOf)).size).toBe(1);
  });
});

/**
 * A module with one page of memory and one function `f(address) -> i32`, which begins by reading the byte at its address.
 * @param rest what it does with it, up to its end
 */
function planted(rest: string) {
  const code = `20002d0000${rest}0b`;
  const body = `00${code}`;
  const sized = (hex: string) => (hex.length / 2).toString(16).padStart(2, "0") + hex;
  const section = (id: string, content: string) => id + sized(content);
  return readModule(
    bytesOf(
      [
        "0061736d01000000",
        section("01", "0160017f017f"),
        section("03", "0100"),
        section("05", "010001"),
        section("07", "0101660000"),
        section("0a", `01${sized(body)}`),
      ].join(""),
    ),
  );
}

test.each([
  ["a look-up in a table", "2d0010", "an address"],
  ["a store", "41003a00004100", "an address"],
  ["a branch", "024020002d00000d000b", "a branch"],
  ["a choice", "410220002d00001b", "a choice"],
  ["a fill of so many bytes", "1a4100410020002d0000fc0b004100", "a number of bytes"],
])("[FE21] the check sees %s that a secret decides", (_, rest, what) => {
  const tracker = trackSecrets(planted(rest), 0);
  tracker.memory[8] = 1;
  expect(() => tracker.call("f", 8)).not.toThrow();
  tracker.secrets[8] = 1;
  expect(() => tracker.call("f", 8)).toThrow(`A secret decides ${what}`);
});
