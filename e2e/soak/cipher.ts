import { startFrameCipher, type FrameCipher } from "../../workers/media-crypto/cipher/frameCipher.ts";

const TAG_BYTES = 16;
const IV_BYTES = 12;
/** Frames of one key, which are with WebCrypto at once. */
const BATCH = 64;
const REPORTS = 10;

/** Mostly as voices are, often around whole blocks, and now and then long. */
function randomLength(): number {
  const dice = Math.random();
  if (dice < 0.6) return Math.floor(Math.random() * 400);
  if (dice < 0.99) return Math.floor(Math.random() * 2_000);
  return Math.floor(Math.random() * 60_000);
}

function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Sends frames of any key, vector, header and length through our kernel and through WebCrypto. @returns whether all were alike */
export async function soakCipher(input: {
  readonly frames: number;
  readonly say: (line: string) => void;
}): Promise<boolean> {
  const cipher = startFrameCipher("kernel");
  if (cipher === null) throw new Error("There is no WebAssembly here");
  let [done, unlike, accepted, bytes] = [0, 0, 0, 0];
  while (done < input.frames) {
    const raw = randomBytes(16);
    const webKey = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
    const key = cipher.remember(raw);
    await Promise.all(
      Array.from({ length: BATCH }, async () => {
        const [header, text, iv] = [
          randomBytes(Math.floor(Math.random() * 60)),
          randomBytes(randomLength()),
          randomBytes(IV_BYTES),
        ];
        const algorithm = { name: "AES-GCM", iv, additionalData: header };
        const expected = new Uint8Array(await crypto.subtle.encrypt(algorithm, webKey, text));
        const whole = place(cipher, header, text, iv);
        bytes += text.length;
        if (!cipher.seal(key, header.length, text.length)) unlike += 1;
        const sealed = whole.slice(header.length, header.length + expected.length);
        if (!sameBytes(sealed, expected)) unlike += 1;
        if (!cipher.open(key, header.length, text.length)) unlike += 1;
        if (!sameBytes(whole.subarray(header.length, header.length + text.length), text)) unlike += 1;
        // One bit anywhere in what is authenticated.
        const damaged = place(cipher, header, expected, iv, 0);
        const at = Math.floor(Math.random() * (header.length + expected.length + IV_BYTES));
        damaged[at] = (damaged[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8));
        if (cipher.open(key, header.length, text.length)) accepted += 1;
      }),
    );
    cipher.forget(key);
    const before = Math.floor((done * REPORTS) / input.frames);
    done += BATCH;
    if (Math.floor((done * REPORTS) / input.frames) > before)
      input.say(
        `${done} frames, ${Math.round(bytes / 1e6)} MB: ${unlike} unlike WebCrypto, ${accepted} damaged ones accepted`,
      );
  }
  return unlike === 0 && accepted === 0;
}

/** Puts a frame into the cipher's memory; the vector behind the room for the tag. */
function place(
  cipher: FrameCipher,
  header: Uint8Array,
  body: Uint8Array,
  iv: Uint8Array,
  tagBytes = TAG_BYTES,
): Uint8Array {
  const frame = cipher.frame();
  frame.set(header);
  frame.set(body, header.length);
  frame.set(iv, header.length + body.length + tagBytes);
  return frame;
}
