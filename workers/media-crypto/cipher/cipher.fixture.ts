import type { Bytes } from "../encodedFrame.ts";
import { startFrameCipher, type CipherName, type FrameCipher } from "./frameCipher.ts";

export const TAG_BYTES = 16;
const IV_BYTES = 12;

/** Both ciphers, for tests that ask the same of each. */
export const cipherNames: readonly CipherName[] = ["kernel", "audited"];

/** Starts a cipher where there must be one. */
export function startCipher(name: CipherName): FrameCipher {
  const cipher = startFrameCipher(name);
  if (cipher === null) throw new Error("There is no WebAssembly here");
  return cipher;
}

/** What goes through a cipher: `body` is the text, or ciphertext and tag. */
export interface Message {
  readonly key: Bytes;
  readonly iv: Bytes;
  readonly header: Bytes;
  readonly body: Bytes;
}

/** Ciphertext and tag by the cipher; null when the message does not fit. */
export function sealed(cipher: FrameCipher, { key, iv, header, body }: Message): Bytes | null {
  const held = cipher.remember(key);
  const frame = cipher.frame();
  frame.set(header);
  frame.set(body, header.length);
  frame.set(iv, header.length + body.length + TAG_BYTES);
  const isDone = cipher.seal(held, header.length, body.length);
  const whole = new Uint8Array(cipher.copyOut(header.length + body.length + TAG_BYTES + IV_BYTES));
  cipher.forget(held);
  if (whole.subarray(-IV_BYTES).some((byte, index) => byte !== iv[index])) throw new Error("The vector was altered");
  return isDone ? whole.slice(header.length, -IV_BYTES) : null;
}

/** The body by the cipher; null when the tag is not right. */
export function opened(cipher: FrameCipher, { key, iv, header, body }: Message): Bytes | null {
  const held = cipher.remember(key);
  const frame = cipher.frame();
  frame.set(header);
  frame.set(body, header.length);
  frame.set(iv, header.length + body.length);
  const isRight = cipher.open(held, header.length, body.length - TAG_BYTES);
  const whole = new Uint8Array(cipher.copyOut(header.length + body.length - TAG_BYTES));
  cipher.forget(held);
  return isRight ? whole.slice(header.length) : null;
}

/** Ciphertext and tag by the browser's own cipher, or Node's. */
export async function sealedByWebCrypto({ key, iv, header, body }: Message): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: header }, imported, body));
}
