import type { DeviceId, KeyIndex, MemberId, RoomId, UserId } from "../../../machines/domain/ids.ts";
import type { ToDeviceMessage } from "../matrix/olm.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";

/** To-device type under which media keys travel. @see MSC4143 */
export const KEY_TYPE = "io.element.call.encryption_keys";

/**
 * Field of our own beside the key: whoever sends it lacks ours. MatrixRTC has no request for a key; other clients pass
 * over the field and take the key as one that comes once more.
 */
const REQUEST_FIELD = "app.parley.key_request";

/** A media key as it came, before anybody has vouched for its sender. */
export interface ReceivedKey {
  readonly roomId: RoomId;
  readonly userId: UserId;
  /** The device that the message says it is from. */
  readonly deviceId: DeviceId;
  readonly keyIndex: KeyIndex;
  /** The sender lacks our key. */
  readonly isRequest: boolean;
  /** Raw key; overwrite it when it is imported. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Longest raw key we take, in bytes: 16 are sent today, 32 by the draft. */
const MAX_KEY_BYTES = 64;

/** Reads a key message. @returns null when it is not a valid one. */
export function decodeKeyMessage({ type, sender, content }: ToDeviceMessage): ReceivedKey | null {
  if (type !== KEY_TYPE) return null;
  const keys = objectOf(content.keys);
  const deviceId = objectOf(content.member).claimed_device_id;
  const { index, key } = keys;
  if (typeof content.room_id !== "string" || typeof deviceId !== "string" || deviceId === "") return null;
  if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index > 255 || typeof key !== "string")
    return null;
  const bytes = decodeBase64(key);
  if (bytes === null || bytes.length === 0 || bytes.length > MAX_KEY_BYTES) return null;
  return {
    roomId: content.room_id as RoomId,
    userId: sender,
    deviceId: deviceId as DeviceId,
    keyIndex: index,
    isRequest: content[REQUEST_FIELD] === true,
    bytes,
  };
}

/** The message that carries our key, made to ask for theirs. */
export function requestOf(content: object): object {
  return { ...content, [REQUEST_FIELD]: true };
}

/** Content of the message that carries our key. */
export function keyContentOf(input: {
  readonly roomId: RoomId;
  readonly deviceId: DeviceId;
  readonly memberId: MemberId;
  readonly keyIndex: KeyIndex;
  readonly bytes: Uint8Array;
  readonly sentAt: number;
}): object {
  return {
    keys: { index: input.keyIndex, key: encodeBase64(input.bytes) },
    room_id: input.roomId,
    member: { claimed_device_id: input.deviceId, id: input.memberId },
    session: { application: "m.call", call_id: "", scope: "m.room" },
    sent_ts: input.sentAt,
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
