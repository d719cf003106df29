import type { Bytes } from "../encodedFrame.ts";
import { auditedCipherWasm } from "./audited/auditedCipher.wasm.ts";
import { frameKernelWasm } from "./kernel/frameKernel.wasm.ts";

/** Our kernel, or RustCrypto's `aes-gcm`, which others have audited: one may be left for the other. */
export type CipherName = "kernel" | "audited";

/** A key in the cipher's memory: not a secret itself. */
export type CipherKey = number & { readonly __brand: "CipherKey" };

/**
 * AES-128-GCM that answers at once, one frame at a time: the caller writes a frame into the cipher's memory, has it sealed
 * or opened in place and takes a copy. A frame is header, body, tag of 16 bytes and vector of 12.
 */
export interface FrameCipher {
  /** Room for a frame with its tag and vector, in bytes. */
  readonly capacity: number;
  /** To be asked for anew for each frame, since memory moves when it grows. */
  readonly frame: () => Bytes;
  /** Encrypts the body and puts its tag behind it. @returns whether the frame fits */
  readonly seal: (key: CipherKey, headerBytes: number, bodyBytes: number) => boolean;
  /** Decrypts the body. @returns whether the tag behind it is right; if not, what lies there is of no use */
  readonly open: (key: CipherKey, headerBytes: number, bodyBytes: number) => boolean;
  /** Where in the frame two zero bytes are next that have a byte behind them, from `from` on and before `end`. */
  readonly zeros: (from: number, end: number) => number | null;
  /** The first `bytes` of the frame, in a buffer of their own. */
  readonly copyOut: (bytes: number) => ArrayBuffer;
  /** Takes a key of 16 bytes in; it stays until it is forgotten. */
  readonly remember: (raw: Bytes) => CipherKey;
  /** Overwrites a key, and what the last frame left, with zeros and gives the key's room back. */
  readonly forget: (key: CipherKey) => void;
}

/** What both export. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly frame: () => number;
  readonly capacity: () => number;
  readonly seal: (key: number, headerBytes: number, bodyBytes: number) => number;
  readonly open: (key: number, headerBytes: number, bodyBytes: number) => number;
  /** -1 when there are none. */
  readonly zeros: (from: number, end: number) => number;
  readonly forget: (key: number) => void;
}

/** `auditedCipher.rs` finds room for keys itself. */
interface AuditedExports extends Exports {
  readonly remember: () => number;
}

/** `frameKernel.rs` is told where to put them. */
interface KernelExports extends Exports {
  readonly __heap_base: WebAssembly.Global;
  readonly key_bytes: () => number;
  readonly remember: (key: number) => void;
}

/** Where keys live. `remember` makes one of the raw bytes that begin the frame. */
interface KeyRoom {
  readonly remember: () => number;
  readonly forget: (key: number) => void;
}

const KEY_BYTES = 16;
const PAGE_BYTES = 65_536;

/** Starts a cipher. @returns null where WebAssembly or its SIMD is missing or forbidden */
export function startFrameCipher(name: CipherName = "kernel"): FrameCipher | null {
  try {
    if (name === "audited") {
      const exports = instanceOf(auditedCipherWasm) as AuditedExports;
      return cipherOf(exports, exports);
    }
    const exports = instanceOf(frameKernelWasm) as KernelExports;
    return cipherOf(exports, kernelKeys(exports));
  } catch {
    return null;
  }
}

function instanceOf(wasm: string): unknown {
  const code = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(code)).exports;
}

/** The kernel's keys, one behind the other above its own data. Places are used again; memory only ever grows. */
function kernelKeys({ memory, __heap_base, key_bytes, remember, forget }: KernelExports): KeyRoom {
  const sizeBytes = key_bytes();
  const free: number[] = [];
  let end = Math.ceil((__heap_base.value as number) / KEY_BYTES) * KEY_BYTES;
  const newPlace = () => {
    const place = end;
    end += sizeBytes;
    if (end > memory.buffer.byteLength) memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES));
    return place;
  };
  return {
    remember: () => {
      const place = free.pop() ?? newPlace();
      remember(place);
      return place;
    },
    forget: (place) => {
      forget(place);
      free.push(place);
    },
  };
}

function cipherOf(exports: Exports, keys: KeyRoom): FrameCipher {
  const { memory } = exports;
  const at = exports.frame();
  const capacity = exports.capacity();
  let frame = new Uint8Array(memory.buffer, at, capacity) as Bytes;
  return {
    capacity,
    frame: () => frame,
    seal: (key, headerBytes, bodyBytes) => exports.seal(key, headerBytes, bodyBytes) === 1,
    open: (key, headerBytes, bodyBytes) => exports.open(key, headerBytes, bodyBytes) === 1,
    zeros: (from, end) => {
      const place = exports.zeros(from, end);
      return place < 0 ? null : place;
    },
    copyOut: (bytes) => memory.buffer.slice(at, at + bytes) as ArrayBuffer,
    remember: (raw) => {
      frame.set(raw.subarray(0, KEY_BYTES));
      const key = keys.remember() as CipherKey;
      if (frame.length === 0) frame = new Uint8Array(memory.buffer, at, capacity) as Bytes;
      return key;
    },
    forget: (key) => keys.forget(key),
  };
}
