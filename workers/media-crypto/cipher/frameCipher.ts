import type { Bytes } from "../encodedFrame.ts";
import { frameCipherWasm } from "./frameCipher.wasm.ts";

/** Where a frame begins in the buffer; the vector lies before it. As in `frameCipher.rs`. */
const FRAME_AT = 16;
const KEY_BYTES = 16;

/** What `frameCipher.rs` exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly buffer: () => number;
  readonly capacity: () => number;
  readonly remember: () => number;
  readonly forget: (key: number) => void;
  readonly seal: (key: number, headerBytes: number, bodyBytes: number) => number;
  readonly open: (key: number, headerBytes: number, bodyBytes: number) => number;
}

/** A key in the cipher's memory: not a secret itself. */
export type CipherKey = number & { readonly __brand: "CipherKey" };

/**
 * AES-128-GCM that answers at once, one frame at a time: the caller writes vector and frame into the cipher's memory, has
 * it sealed or opened in place and takes a copy. Between two frames nothing of use is in there but the keys.
 */
export interface FrameCipher {
  /** Room for a frame with its tag, in bytes. */
  readonly capacity: number;
  /** 12 bytes. Views are to be asked for anew for each frame, since memory moves when it grows. */
  readonly vector: () => Bytes;
  /** Header, body and then the tag of 16 bytes. */
  readonly frame: () => Bytes;
  /** Encrypts the body and puts its tag behind it. */
  readonly seal: (key: CipherKey, headerBytes: number, bodyBytes: number) => boolean;
  /** Decrypts the body if the tag behind it is right. */
  readonly open: (key: CipherKey, headerBytes: number, bodyBytes: number) => boolean;
  /** The first `bytes` of the frame, in a buffer of their own. */
  readonly copyOut: (bytes: number) => ArrayBuffer;
  /** Takes a key of 16 bytes in; it stays until it is forgotten. */
  readonly remember: (raw: Bytes) => CipherKey;
  /** Overwrites a key with zeros and gives its room back. */
  readonly forget: (key: CipherKey) => void;
}

/** Starts the cipher. @returns null where WebAssembly is missing or forbidden */
export function startFrameCipher(): FrameCipher | null {
  let exports: Exports;
  try {
    const code = Uint8Array.from(atob(frameCipherWasm), (letter) => letter.charCodeAt(0));
    exports = new WebAssembly.Instance(new WebAssembly.Module(code)).exports as unknown as Exports;
  } catch {
    return null;
  }
  const { memory } = exports;
  const at = exports.buffer();
  const capacity = exports.capacity();
  let vector = new Uint8Array(memory.buffer, at, 12);
  let frame = new Uint8Array(memory.buffer, at + FRAME_AT, capacity);
  return {
    capacity,
    vector: () => vector,
    frame: () => frame,
    seal: (key, headerBytes, bodyBytes) => exports.seal(key, headerBytes, bodyBytes) === 1,
    open: (key, headerBytes, bodyBytes) => exports.open(key, headerBytes, bodyBytes) === 1,
    copyOut: (bytes) => memory.buffer.slice(at + FRAME_AT, at + FRAME_AT + bytes) as ArrayBuffer,
    remember: (raw) => {
      frame.set(raw.subarray(0, KEY_BYTES));
      const key = exports.remember() as CipherKey;
      if (frame.length === 0) {
        vector = new Uint8Array(memory.buffer as ArrayBuffer, at, 12);
        frame = new Uint8Array(memory.buffer as ArrayBuffer, at + FRAME_AT, capacity);
      }
      return key;
    },
    forget: (key) => exports.forget(key),
  };
}
