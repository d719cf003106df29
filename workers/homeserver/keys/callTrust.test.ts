import { expect, test } from "vitest";
import type { DeviceId, MemberId, RoomId, UserId } from "../../../machines/domain/ids.ts";
import { memberOf } from "../../../machines/testing/fixtures.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import { fakeOlm } from "../matrix/olm.fixture.ts";
import type { DeviceIdentity } from "../matrix/olm.ts";
import { encodeBase64 } from "./base64.ts";
import { createCallTrust } from "./callTrust.ts";
import { MAX_KNOWN, openKnownDevices } from "./knownDevices.ts";
import { safetyCodeOf, transcriptOf } from "./safetyCode.ts";

const ROOM = "!room:example.org" as RoomId;
const [alice, bob, carol] = [memberOf("alice", { isOwn: true }), memberOf("bob"), memberOf("carol")];
const keyOf = (byte: number) => new Uint8Array(32).fill(byte);
const identityOf = (byte: number, over: Partial<DeviceIdentity> = {}): DeviceIdentity => ({
  fingerprint: encodeBase64(keyOf(byte)).replace(/=+$/, ""),
  isVerified: false,
  isOwnerChanged: false,
  ...over,
});

/** A vault as a disk is one: what is read was written as JSON. */
function memoryVault() {
  const records = new Map<string, string>();
  return {
    read: async (name: string): Promise<unknown> => JSON.parse(records.get(name) ?? "null"),
    write: async (name: string, value: unknown) => void records.set(name, JSON.stringify(value)),
  };
}

function start(vault = memoryVault()) {
  const olm = fakeOlm();
  const events: CallEvent[] = [];
  let told = Promise.withResolvers<void>();
  olm.setIdentity(alice.userId, identityOf(1, { isVerified: true }));
  olm.setIdentity(bob.userId, identityOf(2));
  const trust = createCallTrust({
    roomId: ROOM,
    olm,
    known: openKnownDevices(vault, alice.userId),
    emit(more) {
      events.push(...more);
      told.resolve();
      told = Promise.withResolvers();
    },
  });
  return {
    trust,
    olm,
    vault,
    /** The next thing that is told, and everything with it. */
    async next() {
      if (events.length === 0) await told.promise;
      return events
        .splice(0)
        .map((event) =>
          event.type === "member.trustChanged"
            ? `${event.memberId} ${event.trust}`
            : event.type === "safetyCode.changed"
              ? event.code
              : event.type,
        );
    },
  };
}

const codeOf = (...members: readonly (readonly [{ userId: UserId; deviceId: DeviceId }, number])[]) =>
  safetyCodeOf(
    transcriptOf(
      ROOM,
      members.map(([{ userId, deviceId }, byte]) => ({ userId, deviceId, fingerprint: keyOf(byte) })),
    ),
  );

test("[SC4] the code covers everybody present and changes with them", async () => {
  const { trust, olm, next } = start();
  trust.setMembers([alice]);
  expect(await next()).toEqual([await codeOf([alice, 1])]);
  trust.setMembers([alice, bob]);
  expect(await next()).toEqual([`${bob.memberId} unverified`]);
  expect(await next()).toEqual([await codeOf([bob, 2], [alice, 1])]);
  olm.setIdentity(bob.userId, identityOf(3));
  expect(await next()).toEqual([`${bob.memberId} changed`]);
  expect(await next()).toEqual([await codeOf([alice, 1], [bob, 3])]);
});

test("[SC4] without us in the call, or with a device that is not known yet, there is no code", async () => {
  const { trust, olm, next } = start();
  trust.setMembers([bob]);
  expect(await next()).toEqual([`${bob.memberId} unverified`]);
  trust.setMembers([alice, bob]);
  expect(await next()).toEqual([await codeOf([alice, 1], [bob, 2])]);
  trust.setMembers([alice, bob, carol]);
  expect(await next()).toEqual([null]);
  olm.setIdentity(carol.userId, identityOf(4));
  expect(await next()).toEqual([`${carol.memberId} unverified`]);
  expect(await next()).toEqual([await codeOf([alice, 1], [bob, 2], [carol, 4])]);
});

test("[SC4] a device that is in the call by two memberships counts once", async () => {
  const { trust, next } = start();
  trust.setMembers([alice, { ...alice, memberId: "uuid" as MemberId, form: "sticky" }]);
  expect(await next()).toEqual([await codeOf([alice, 1])]);
});

test("[KT1] a verified device is told as one, also when it becomes one", async () => {
  const { trust, olm, next } = start();
  trust.setMembers([bob]);
  expect(await next()).toEqual([`${bob.memberId} unverified`]);
  olm.setIdentity(bob.userId, identityOf(2, { isVerified: true }));
  expect(await next()).toEqual([`${bob.memberId} verified`]);
});

/** Bob's state in a call of this account, which is over then. */
async function meet(vault: ReturnType<typeof memoryVault>, identity: DeviceIdentity) {
  const { trust, olm, next } = start(vault);
  olm.setIdentity(bob.userId, identity);
  trust.setMembers([alice, bob]);
  const [state] = await next();
  await next();
  await trust.stop();
  return { state, accepted: olm.accepted() };
}

test("[KT2] a device whose key is another than in the last call is changed, for that call", async () => {
  const vault = memoryVault();
  const states = [];
  for (const byte of [2, 2, 7, 7, 2]) states.push((await meet(vault, identityOf(byte))).state);
  expect(states).toEqual(
    ["unverified", "unverified", "changed", "unverified", "changed"].map((state) => `${bob.memberId} ${state}`),
  );
});

test("[KT2] a device that changes within a call is changed until it ends, whoever else comes", async () => {
  const { trust, olm, next } = start();
  olm.setIdentity(carol.userId, identityOf(4));
  trust.setMembers([alice, bob]);
  await next();
  await next();
  olm.setIdentity(bob.userId, identityOf(7));
  expect(await next()).toEqual([`${bob.memberId} changed`]);
  await next();
  trust.setMembers([alice, bob, carol]);
  expect(await next()).toEqual([`${carol.memberId} unverified`]);
});

test("[KT3] a person whose identity changed is told as one, and accepted when the call ends", async () => {
  expect(await meet(memoryVault(), identityOf(2, { isOwnerChanged: true }))).toEqual({
    state: `${bob.memberId} changed`,
    accepted: [bob.userId],
  });
});

test("[KT3] whoever was verified anew has not changed", async () => {
  const vault = memoryVault();
  await meet(vault, identityOf(2));
  expect((await meet(vault, identityOf(7, { isVerified: true }))).state).toBe(`${bob.memberId} verified`);
  expect((await meet(vault, identityOf(7))).state).toBe(`${bob.memberId} unverified`);
});

test("[KT4] whoever was only seen from the lobby was not met", async () => {
  const vault = memoryVault();
  const { trust, next } = start(vault);
  trust.setMembers([bob]);
  await next();
  await trust.stop();
  expect((await meet(vault, identityOf(7))).state).toBe(`${bob.memberId} unverified`);
});

test("[KT4] each account remembers its own, at most 2 000 devices, those met last", async () => {
  const vault = memoryVault();
  const known = openKnownDevices(vault, alice.userId);
  const device = (index: number) => ({
    userId: bob.userId,
    deviceId: `D${index}` as DeviceId,
    fingerprint: `${index}`,
  });
  await known.remember(Array.from({ length: MAX_KNOWN }, (_, index) => device(index)));
  await known.remember([device(0), device(MAX_KNOWN)]);
  const later = openKnownDevices(vault, alice.userId);
  const found = [0, 1, 2, MAX_KNOWN].map((index) => later.fingerprintOf(device(index)));
  expect(await Promise.all(found)).toEqual(["0", null, "2", `${MAX_KNOWN}`]);
  expect(await openKnownDevices(vault, carol.userId).fingerprintOf(device(2))).toBeNull();
});

test("[KT4] what lies in the store and is not readable is nothing", async () => {
  const vault = memoryVault();
  await vault.write(`known-devices ${alice.userId}`, { a: 1 });
  expect(await openKnownDevices(vault, alice.userId).fingerprintOf(bob)).toBeNull();
});
