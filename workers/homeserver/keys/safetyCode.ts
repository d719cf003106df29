import type { RoomId } from "../../../machines/domain/ids.ts";
import type { DeviceAddress } from "../matrix/olm.ts";

/** A device in the call, with the key that stands for it. */
export interface CodedDevice extends DeviceAddress {
  /** Ed25519 key, 32 bytes: it signs the device's other keys. */
  readonly fingerprint: Uint8Array;
}

/** First byte of what is hashed; another layout gets another one. */
const VERSION = 1;
/** Keeps these hashes apart from all others. */
const DOMAIN = "app.parley.safety_code";
/**
 * Rounds of PBKDF2. 30 digits are 100 bits, and whoever hands out false keys to two people needs only a collision, 50
 * bits of work; the rounds make that 67.
 */
const ROUNDS = 100_000;
const GROUPS = 6;
/** Bytes that each group of five digits is made of: the remainder by 100 000 is then even to one part in ten million. */
const GROUP_BYTES = 5;

/** What the code of a call is made of: room and devices, whatever the order, each device once (layout: rule `SC1` of `docs/rules/keys.md`). */
export function transcriptOf(roomId: RoomId, devices: readonly CodedDevice[]): Uint8Array<ArrayBuffer> {
  const entries = new Map(devices.map(entryOf).map((entry) => [entry.join(), entry]));
  return Uint8Array.from([VERSION, ...field(encode(roomId)), ...[...entries.values()].toSorted(compareBytes).flat()]);
}

/** The code of a call: six groups of five digits, the same for everybody who sees the same devices with the same keys. */
export async function safetyCodeOf(transcript: Uint8Array<ArrayBuffer>): Promise<string> {
  const material = await crypto.subtle.importKey("raw", transcript, "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt: encode(DOMAIN), iterations: ROUNDS },
    material,
    GROUPS * GROUP_BYTES * 8,
  );
  return Array.from({ length: GROUPS }, (_, group) =>
    digitsOf(new Uint8Array(bits, group * GROUP_BYTES, GROUP_BYTES)),
  ).join(" ");
}

function entryOf({ userId, deviceId, fingerprint }: CodedDevice): readonly number[] {
  return [...field(encode(userId)), ...field(encode(deviceId)), ...field(fingerprint)];
}

/** Two bytes of length before each field, so that no two lists of fields are written alike. */
function field(bytes: Uint8Array): readonly number[] {
  return [bytes.length >> 8, bytes.length & 255, ...bytes];
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function compareBytes(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at === -1 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}

/** Big-endian number, five decimal digits of it. */
function digitsOf(bytes: Uint8Array): string {
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return String(value % 100_000).padStart(5, "0");
}
