import type { DeviceId, KeyIndex, RoomId, UnixMs, UserId } from "../../../machines/domain/ids.ts";
import type { DeviceAddress, ToDeviceMessage } from "../matrix/olm.ts";
import { importMemberKey } from "./keyMaterial.ts";
import { decodeKeyMessage, KEY_TYPE, type ReceivedKey } from "./keyMessage.ts";

/** How many devices' keys are kept for somebody to claim; the oldest go first. */
export const MAX_DEVICES = 256;
/** How often the device behind a key is looked for, in ms: another site may be slow to tell of its devices, and no key is sent twice. */
export const LOOK_EVERY_MS = 1_000;
/** How often in all; a key whose device is unknown by then is dropped. */
export const LOOKS = 30;
/** How many keys wait for their devices at once; more are dropped, so that strangers cannot make us ask without end. */
export const MAX_WAITING = 64;

/** A key of one device whose sender was verified. */
export interface HeldKey {
  readonly keyIndex: KeyIndex;
  readonly key: CryptoKey;
  readonly receivedAt: UnixMs;
}

/** Why messages were dropped, counted since the start. */
export interface DroppedKeys {
  readonly malformed: number;
  /** Not encrypted for us at all: anybody on the way could have written it. */
  readonly plain: number;
  /** Encrypted by another user or device than the one that it names, or by a device that its site tells nothing of. */
  readonly impostor: number;
}

/** Takes media keys in, however early they come, and keeps them by room and device until a membership claims them. */
export interface KeyInbox {
  /** Reads any to-device message; resolves when it was dealt with, or waits for its device. Messages are dealt with in order. */
  take(message: ToDeviceMessage): Promise<void>;
  keysOf(roomId: RoomId, device: DeviceAddress): readonly HeldKey[];
  dropped(): DroppedKeys;
  forget(roomId: RoomId): void;
  /** Tells of each key that was taken in. */
  onKey: ((roomId: RoomId, device: DeviceAddress, key: HeldKey) => void) | null;
  /** Tells whose device lacks our key; it was verified as a key's sender is. */
  onRequest: ((roomId: RoomId, device: DeviceAddress) => void) | null;
}

/** Makes an inbox (rules `KX1` to `KX7` of `docs/rules/keys.md`). `curve25519Of` finds the identity key that a device published. */
export function createKeyInbox(input: {
  readonly curve25519Of: (device: DeviceAddress) => Promise<string | null>;
  readonly now?: () => UnixMs;
}): KeyInbox {
  const now = input.now ?? Date.now;
  const held = new Map<string, Map<KeyIndex, HeldKey>>();
  const dropped = { malformed: 0, plain: 0, impostor: 0 };
  let waiting = 0;
  let queue: Promise<void> = Promise.resolve();

  async function takeOne(message: ToDeviceMessage): Promise<void> {
    if (message.type !== KEY_TYPE) return;
    const received = decodeKeyMessage(message);
    if (received === null) return void (dropped.malformed += 1);
    await look(message, received, now(), LOOKS);
  }

  async function look(
    message: ToDeviceMessage,
    received: ReceivedKey,
    receivedAt: UnixMs,
    looksLeft: number,
  ): Promise<void> {
    const { roomId, userId, deviceId, keyIndex, bytes } = received;
    const device = { userId, deviceId };
    const verdict = await judge(message, device);
    if (verdict === "unknown" && looksLeft > 1 && waiting < MAX_WAITING) {
      waiting += 1;
      setTimeout(() => {
        waiting -= 1;
        void look(message, received, receivedAt, looksLeft - 1);
      }, LOOK_EVERY_MS);
    } else if (verdict === "genuine") {
      const heldKey = { keyIndex, key: await importMemberKey(bytes), receivedAt };
      if (keep(roomId, device, heldKey)) inbox.onKey?.(roomId, device, heldKey);
      if (received.isRequest) inbox.onRequest?.(roomId, device);
    } else {
      bytes.fill(0);
      dropped[verdict === "plain" ? "plain" : "impostor"] += 1;
    }
  }

  async function judge(
    { proof, sender }: ToDeviceMessage,
    device: { userId: UserId; deviceId: DeviceId },
  ): Promise<"genuine" | "plain" | "impostor" | "unknown"> {
    if (proof === null) return "plain";
    if (proof.sender !== sender) return "impostor";
    if (proof.deviceId !== null) return proof.deviceId === device.deviceId ? "genuine" : "impostor";
    // Olm knows the sending key, but not yet whose device it is.
    const published = await input.curve25519Of(device);
    if (published === null) return "unknown";
    return published === proof.curve25519 ? "genuine" : "impostor";
  }

  /** @returns whether it is the newest of its index: one that waited may come too late. */
  function keep(roomId: RoomId, device: DeviceAddress, heldKey: HeldKey): boolean {
    const name = nameOf(roomId, device);
    const keys = held.get(name) ?? new Map<KeyIndex, HeldKey>();
    if ((keys.get(heldKey.keyIndex)?.receivedAt ?? 0) > heldKey.receivedAt) return false;
    // Set anew, so that the device that sent last is the last to be forgotten.
    held.delete(name);
    held.set(name, keys.set(heldKey.keyIndex, heldKey));
    for (const oldest of held.keys()) {
      if (held.size <= MAX_DEVICES) break;
      held.delete(oldest);
    }
    return true;
  }

  const inbox: KeyInbox = {
    onKey: null,
    onRequest: null,
    take(message) {
      queue = queue.then(() => takeOne(message));
      return queue;
    },
    keysOf: (roomId, device) => [...(held.get(nameOf(roomId, device))?.values() ?? [])],
    dropped: () => ({ ...dropped }),
    forget(roomId) {
      for (const name of held.keys()) if ((JSON.parse(name) as string[])[0] === roomId) held.delete(name);
    },
  };
  return inbox;
}

function nameOf(roomId: RoomId, { userId, deviceId }: DeviceAddress): string {
  return JSON.stringify([roomId, userId, deviceId]);
}
