import { afterEach, expect, test, vi } from "vitest";
import type { DeviceId, RoomId } from "../../../machines/domain/ids.ts";
import type { ToDeviceMessage } from "../matrix/olm.ts";
import { userOf } from "../matrix/room.fixture.ts";
import { createKeyInbox, LOOK_EVERY_MS, LOOKS, MAX_DEVICES, MAX_WAITING } from "./keyInbox.ts";

afterEach(() => void vi.useRealTimers());

const ROOM = "!room:example.org" as RoomId;
const bob = { userId: userOf("bob"), deviceId: "BOB" as DeviceId };
const RAW = "AAECAwQFBgcICQoLDA0ODw==";

function keyMessage(
  change: {
    keys?: object;
    member?: object;
    room?: string;
    type?: string;
    sender?: string;
    proof?: Partial<NonNullable<ToDeviceMessage["proof"]>> | null;
  } = {},
): ToDeviceMessage {
  const sender = userOf(change.sender ?? "bob");
  return {
    type: change.type ?? "io.element.call.encryption_keys",
    sender,
    content: {
      keys: { index: 0, key: RAW, ...change.keys },
      room_id: change.room ?? ROOM,
      member: { claimed_device_id: "BOB", id: "x", ...change.member },
      session: { application: "m.call", call_id: "", scope: "m.room" },
    },
    proof: change.proof === null ? null : { sender, deviceId: bob.deviceId, curve25519: "curve-bob", ...change.proof },
  };
}

function inboxOf() {
  return createKeyInbox({
    curve25519Of: async ({ deviceId }) => (deviceId === "BOB" ? "curve-bob" : null),
    now: () => 7,
  });
}

/** Bytes derived from HKDF material: equal exactly when the keys are. */
async function derive(key: CryptoKey | undefined): Promise<string> {
  if (key === undefined) return "none";
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new Uint8Array() },
    key,
    128,
  );
  return [...new Uint8Array(bits)].join(" ");
}

test("[KX1] a key is kept for its device, and cannot be read out again", async () => {
  const inbox = inboxOf();
  await inbox.take(keyMessage());
  const [held] = inbox.keysOf(ROOM, bob);
  expect(held).toMatchObject({ keyIndex: 0, receivedAt: 7 });
  expect(held?.key.extractable).toBe(false);
  expect(held?.key.usages.toSorted()).toEqual(["deriveBits", "deriveKey"]);
});

test.each([RAW, RAW.replaceAll("=", "")])("[KX1] %s is the same key", async (key) => {
  const inbox = inboxOf();
  await inbox.take(keyMessage({ keys: { key } }));
  const raw = await crypto.subtle.importKey(
    "raw",
    Uint8Array.from({ length: 16 }, (_, index) => index),
    "HKDF",
    false,
    ["deriveBits"],
  );
  expect(await derive(inbox.keysOf(ROOM, bob)[0]?.key)).toBe(await derive(raw));
});

test("[KX2] a key that came unencrypted is dropped and counted", async () => {
  const inbox = inboxOf();
  await inbox.take(keyMessage({ proof: null }));
  expect(inbox.keysOf(ROOM, bob)).toEqual([]);
  expect(inbox.dropped()).toEqual({ malformed: 0, plain: 1, impostor: 0 });
});

test.each([
  ["another device of the same person sent it", { deviceId: "PHONE" as DeviceId }],
  ["another person encrypted it", { sender: userOf("mallory") }],
  ["its device is unknown, and the claimed one has another key", { deviceId: null, curve25519: "curve-mallory" }],
])("[KX3] a key is dropped when %s", async (_, proof) => {
  const inbox = inboxOf();
  await inbox.take(keyMessage({ proof }));
  expect(inbox.keysOf(ROOM, bob)).toEqual([]);
  expect(inbox.dropped().impostor).toBe(1);
});

test("[KX3] a device that Olm does not know yet is recognised by the key that it published", async () => {
  const inbox = inboxOf();
  await inbox.take(keyMessage({ proof: { deviceId: null } }));
  expect(inbox.keysOf(ROOM, bob)).toHaveLength(1);
});

test("[KQ2] a question counts only with a key that counts", async () => {
  const inbox = inboxOf();
  const asked: string[] = [];
  inbox.onRequest = (_, { deviceId }) => asked.push(deviceId);
  const asking = (message: ToDeviceMessage) => ({
    ...message,
    content: { ...message.content, "app.parley.key_request": true },
  });
  await inbox.take(asking(keyMessage({ proof: null })));
  await inbox.take(asking(keyMessage({ sender: "mallory", proof: { sender: userOf("bob") } })));
  await inbox.take(keyMessage());
  expect(asked).toEqual([]);
  await inbox.take(asking(keyMessage()));
  expect(asked).toEqual(["BOB"]);
});

test.each([
  ["its index is too large", { keys: { index: 256 } }],
  ["its index is negative", { keys: { index: -1 } }],
  ["its index is no whole number", { keys: { index: 0.5 } }],
  ["its index is text", { keys: { index: "0" } }],
  ["its key is empty", { keys: { key: "" } }],
  ["its key is not base64", { keys: { key: "no key!" } }],
  ["its key is endless", { keys: { key: "A".repeat(4_000) } }],
  ["it names no device", { member: { claimed_device_id: "" } }],
])("[KX4] a key is dropped when %s", async (_, change) => {
  const inbox = inboxOf();
  await inbox.take(keyMessage(change));
  expect(inbox.dropped().malformed).toBe(1);
  expect(inbox.keysOf(ROOM, bob)).toEqual([]);
});

test("a key for another room is not this call's", async () => {
  const inbox = inboxOf();
  await inbox.take(keyMessage({ room: "!other:example.org" }));
  expect(inbox.keysOf(ROOM, bob)).toEqual([]);
});

test("messages of other kinds are none of its business", async () => {
  const inbox = inboxOf();
  await inbox.take(keyMessage({ type: "m.room_key", proof: null }));
  expect(inbox.dropped()).toEqual({ malformed: 0, plain: 0, impostor: 0 });
});

test("[KX5] a new key of the same index replaces the old one, others stay", async () => {
  const inbox = inboxOf();
  await inbox.take(keyMessage());
  await inbox.take(keyMessage({ keys: { index: 255 } }));
  const before = await derive(inbox.keysOf(ROOM, bob)[0]?.key);
  await inbox.take(keyMessage({ keys: { key: "/////////////////////w==" } }));
  const held = inbox.keysOf(ROOM, bob);
  expect(held.map(({ keyIndex }) => keyIndex)).toEqual([0, 255]);
  expect(await derive(held[0]?.key)).not.toBe(before);
});

test("[KX6] keys of strangers cannot fill the memory", async () => {
  const inbox = inboxOf();
  for (let index = 0; index <= MAX_DEVICES; index += 1) {
    const deviceId = `D${index}` as DeviceId;
    await inbox.take(keyMessage({ member: { claimed_device_id: deviceId }, proof: { deviceId } }));
  }
  expect(inbox.keysOf(ROOM, { ...bob, deviceId: "D0" as DeviceId })).toEqual([]);
  expect(inbox.keysOf(ROOM, { ...bob, deviceId: `D${MAX_DEVICES}` as DeviceId })).toHaveLength(1);
});

/** An inbox whose own site learns of devices as they are added to `published`. */
function slowSite() {
  vi.useFakeTimers();
  const published = new Map<string, string>();
  let looks = 0;
  const inbox = createKeyInbox({
    curve25519Of: async ({ deviceId }) => {
      looks += 1;
      return published.get(deviceId) ?? null;
    },
  });
  return { inbox, published, looks: () => looks };
}
const fromUnknown = (keys: object = {}) => keyMessage({ keys, proof: { deviceId: null } });

test("[KX7] a key waits for the device that another site is slow to tell of", async () => {
  const { inbox, published } = slowSite();
  const told: number[] = [];
  inbox.onKey = (_, __, { keyIndex }) => told.push(keyIndex);
  await inbox.take(fromUnknown());
  await vi.advanceTimersByTimeAsync(3 * LOOK_EVERY_MS);
  expect(inbox.keysOf(ROOM, bob)).toEqual([]);
  published.set("BOB", "curve-bob");
  await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS);
  await vi.waitFor(() => expect(told).toEqual([0]));
  expect(inbox.keysOf(ROOM, bob)).toHaveLength(1);
});

test("[KX7] a key that waited does not replace one that came after it", async () => {
  const { inbox, published } = slowSite();
  await inbox.take(fromUnknown());
  vi.setSystemTime(Date.now() + 1);
  await inbox.take(keyMessage({ keys: { key: "/////////////////////w==" } }));
  const before = inbox.keysOf(ROOM, bob)[0]?.key;
  published.set("BOB", "curve-bob");
  await vi.advanceTimersByTimeAsync(2 * LOOK_EVERY_MS);
  expect(inbox.keysOf(ROOM, bob).map(({ key }) => key === before)).toEqual([true]);
});

test("[KX7] a key is dropped when its device turns out to be another, or never shows", async () => {
  const { inbox, published } = slowSite();
  await inbox.take(fromUnknown());
  published.set("BOB", "curve-mallory");
  await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS);
  expect(inbox.dropped().impostor).toBe(1);
  published.clear();
  await inbox.take(fromUnknown());
  await vi.advanceTimersByTimeAsync(LOOKS * LOOK_EVERY_MS);
  expect(inbox.dropped().impostor).toBe(2);
  expect(inbox.keysOf(ROOM, bob)).toEqual([]);
});

test("[KX7] strangers cannot make us look for their devices without end", async () => {
  const { inbox, looks } = slowSite();
  const messages = 2 * MAX_WAITING;
  for (let index = 0; index < messages; index += 1) await inbox.take(fromUnknown({ index }));
  expect(inbox.dropped().impostor).toBe(messages - MAX_WAITING);
  await vi.advanceTimersByTimeAsync(2 * LOOKS * LOOK_EVERY_MS);
  expect(looks()).toBe(messages + MAX_WAITING * (LOOKS - 1));
  expect(inbox.dropped().impostor).toBe(messages);
});
