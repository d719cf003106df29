import type { RoomId } from "../../../machines/domain/ids.ts";
import { createMatrixHttp, path } from "../../../workers/homeserver/http/matrixHttp.ts";
import { matrixMembershipPort } from "../../../workers/homeserver/membership/matrixMembershipPort.ts";
import { stateContentOf, type MembershipIdentity } from "../../../workers/homeserver/membership/membershipContent.ts";
import { membershipPortRules } from "../../../workers/homeserver/membership/membershipPort.contract.ts";
import { expect, test as base, type TestSite } from "../../support/site.ts";
import { fingerprintOf, startDevice, valueOf, type Device } from "./device.ts";
import { registerByHand, startSdkPeer, type SdkPeer } from "./sdkPeer.ts";

const STATE_MEMBER = "org.matrix.msc3401.call.member";
const STICKY_MEMBER = "org.matrix.msc4143.rtc.member";

interface People {
  device(name: string): Promise<Device>;
  peer(roomId: string, form: "state" | "sticky"): Promise<SdkPeer>;
  /** Reads from the homeserver as somebody who is in the room and nothing else. */
  observer(roomId: string): Promise<(path: string) => Promise<Record<string, unknown>>>;
}

const test = base.extend<{ people: People }>({
  people: async ({ site }, use) => {
    const devices: Device[] = [];
    const peers: SdkPeer[] = [];
    await use({
      async device(name) {
        const device = await startDevice(site, name);
        devices.push(device);
        return device;
      },
      async peer(roomId, form) {
        const peer = await startSdkPeer(site, roomId, form);
        peers.push(peer);
        return peer;
      },
      observer: (roomId) => observe(site, roomId),
    });
    await Promise.all([...peers.map((peer) => peer.stop()), ...devices.map((device) => device.api.signOut())]);
  },
});

async function observe(site: TestSite, roomId: string) {
  const { accessToken } = await registerByHand(site);
  const ask = async (method: string, path: string) => {
    const response = await fetch(site.addresses.homeserver + path, {
      method,
      headers: { Authorization: `Bearer ${accessToken}` },
      ...(method === "POST" ? { body: "{}" } : {}),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  await ask("POST", `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`);
  return (path: string) => ask("GET", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}${path}`);
}

async function createRoom(
  device: Device,
  encryption: "per_participant" | "shared_key" = "per_participant",
): Promise<{ roomId: RoomId; path: string }> {
  return valueOf(await device.api.createRoom({ name: "Interop", encryption }));
}

async function enter(device: Device, roomId: string): Promise<void> {
  valueOf(await device.api.enterRoom({ roomIdOrAlias: roomId, viaServers: [] }));
}

for (const mode of ["compatibility", "matrix_2_0"] as const) {
  test(`two of ours meet and have each other's keys (${mode})`, async ({ people }) => {
    const alice = await people.device("Alice");
    const { roomId } = await createRoom(alice);
    const bob = await people.device("Bob");
    await enter(bob, roomId);
    const a = await alice.join(roomId, mode);
    const b = await bob.join(roomId, mode);

    const seenByAlice = await alice.event("member.joined", ({ member }) => member.displayName === "Bob");
    const seenByBob = await bob.event("member.joined", ({ member }) => member.displayName === "Alice");
    expect(seenByAlice.member.participantId).toBe(b.participantId);
    expect(seenByBob.member.participantId).toBe(a.participantId);

    const ofBob = await alice.key("key.set", ({ participantId }) => participantId === b.participantId);
    const ofAlice = await bob.key("key.set", ({ participantId }) => participantId === a.participantId);
    const own = (device: Device, keyIndex: number) =>
      device.key("ownKey.set", (message) => message.keyIndex === keyIndex);
    expect(await fingerprintOf(ofBob.key)).toBe(await fingerprintOf((await own(bob, ofBob.keyIndex)).key));
    expect(await fingerprintOf(ofAlice.key)).toBe(await fingerprintOf((await own(alice, ofAlice.keyIndex)).key));
    expect([...alice.keys, ...bob.keys].every((message) => !("key" in message) || !message.key.extractable)).toBe(true);

    await bob.api.leave();
    await alice.event("member.left", ({ memberId }) => memberId === seenByAlice.member.memberId);
    const used = await alice.event("key.used", ({ epoch }) => epoch > ofAlice.keyIndex);
    expect(used.epoch).toBe(ofAlice.keyIndex + 1);
  });
}

for (const form of ["state", "sticky"] as const) {
  test(`matrix-js-sdk's session and ours understand each other (${form} events)`, async ({ people }) => {
    const alice = await people.device("Alice");
    const { roomId } = await createRoom(alice);
    const peer = await people.peer(roomId, form);
    const { participantId } = await alice.join(roomId, form === "sticky" ? "matrix_2_0" : "compatibility");

    const userId = (await alice.event("member.joined", ({ member }) => member.isOwn)).member.userId;
    const ours = await peer.sees(userId);
    expect(ours.rtcBackendIdentity).toBe(participantId);
    expect(ours.isExpired()).toBe(false);
    expect(ours.transports[0]).toMatchObject({ type: "livekit" });
    const theirs = await alice.event("member.joined", ({ member }) => member.userId === peer.userId);
    expect(theirs.member).toMatchObject({ deviceId: peer.deviceId, form });

    const held = await peer.keyOf(userId);
    expect(held.identity).toBe(participantId);
    expect(held.bytes).toHaveLength(16);
    const raw = await crypto.subtle.importKey("raw", Uint8Array.from(held.bytes), "HKDF", false, ["deriveBits"]);
    const own = await alice.key("ownKey.set", ({ keyIndex }) => keyIndex === held.index);
    expect(await fingerprintOf(own.key)).toBe(await fingerprintOf(raw));
    const received = await alice.key("key.set", (message) => message.participantId === theirs.member.participantId);
    const sent = await peer.keyOf(peer.userId);
    const sentKey = await crypto.subtle.importKey("raw", Uint8Array.from(sent.bytes), "HKDF", false, ["deriveBits"]);
    expect(await fingerprintOf(received.key)).toBe(await fingerprintOf(sentKey));

    await peer.session.leaveRoomSession(1_000);
    await alice.event("member.left", ({ memberId }) => memberId === theirs.member.memberId);
  });
}

test("what lies on the homeserver is what the protocol says", async ({ people, site }) => {
  const alice = await people.device("Alice");
  const { roomId } = await createRoom(alice);
  const read = await people.observer(roomId);
  const requests = watchRequests(site.addresses.homeserver);
  await alice.join(roomId, "compatibility");
  const { member } = await alice.event("member.joined", ({ member: { isOwn } }) => isOwn);

  const key = encodeURIComponent(`_${member.userId}_${member.deviceId}_m.call`);
  expect(await read(`/state/${STATE_MEMBER}/${key}`)).toEqual({
    application: "m.call",
    call_id: "",
    scope: "m.room",
    device_id: member.deviceId,
    membershipID: `${member.userId}:${member.deviceId}`,
    expires: 14_400_000,
    "m.call.intent": "video",
    focus_active: { type: "livekit", focus_selection: "multi_sfu" },
    foci_preferred: [{ type: "livekit", livekit_alias: roomId, livekit_service_url: site.addresses.authService }],
  });

  const { access_token: token } = requests.stop();
  const delayed = await fetch(
    `${site.addresses.homeserver}/_matrix/client/unstable/org.matrix.msc4140/delayed_events`,
    { headers: { Authorization: token } },
  );
  const { delayed_events: scheduled } = (await delayed.json()) as { delayed_events: Record<string, unknown>[] };
  expect(scheduled).toEqual([
    expect.objectContaining({
      room_id: roomId,
      type: STATE_MEMBER,
      state_key: decodeURIComponent(key),
      delay: 18_000,
      content: {},
    }),
  ]);

  await alice.api.updateIntent("audio");
  expect(await read(`/state/${STATE_MEMBER}/${key}`)).toMatchObject({
    "m.call.intent": "audio",
    created_ts: expect.any(Number),
    expires: expect.any(Number),
  });
  await alice.api.leave();
  expect(await read(`/state/${STATE_MEMBER}/${key}`)).toEqual({});
});

test("a sticky membership lies on the homeserver as the protocol says", async ({ people, site }) => {
  const alice = await people.device("Alice");
  const { roomId, path: link } = await createRoom(alice, "shared_key");
  expect(link).toContain("password=");
  const read = await people.observer(roomId);
  await alice.join(roomId, "matrix_2_0");
  const { member } = await alice.event("member.joined", ({ member: { isOwn } }) => isOwn);
  const found = async () => {
    const { chunk } = (await read("/messages?dir=b&limit=20")) as { chunk: { type: string; content: object }[] };
    return chunk.filter(({ type }) => type === STICKY_MEMBER).map(({ content }) => content);
  };
  expect(await found()).toEqual([
    {
      slot_id: "m.call#ROOM",
      application: { type: "m.call", "m.call.intent": "video" },
      member: { user_id: member.userId, device_id: member.deviceId, id: member.memberId },
      transports: {
        published: [{ type: "livekit", livekit_service_url: site.addresses.authService }],
        can_subscribe: ["livekit"],
      },
      versions: [],
      msc4354_sticky_key: member.memberId,
    },
  ]);
  await alice.api.leave();
  expect((await found())[0]).toEqual({ slot_id: "m.call#ROOM", msc4354_sticky_key: member.memberId });
});

test("with the key in the link, everybody derives from the password and no key is sent", async ({ people }) => {
  const alice = await people.device("Alice");
  const { roomId, path: link } = await createRoom(alice, "shared_key");
  const password = new URLSearchParams(link.slice(link.indexOf("?"))).get("password") ?? "";
  expect(Buffer.from(password, "base64url")).toHaveLength(16);
  const bob = await people.device("Bob");
  await enter(bob, roomId);
  await alice.join(roomId, "compatibility");
  await bob.join(roomId, "compatibility", password);
  const [ofAlice, ofBob] = [await alice.key("sharedKey.set"), await bob.key("sharedKey.set")];
  expect(await fingerprintOf(ofBob.key)).toBe(await fingerprintOf(ofAlice.key));
  await alice.event("member.joined", ({ member }) => member.displayName === "Bob");
  expect([...alice.events, ...bob.events].filter(({ type }) => type.startsWith("key."))).toEqual([]);
});

test("the homeserver dies until every leave is overdue: nobody leaves, and all is mended at its return", async ({
  people,
  site,
}) => {
  test.setTimeout(120_000);
  const alice = await people.device("Alice");
  const { roomId } = await createRoom(alice);
  const bob = await people.device("Bob");
  await enter(bob, roomId);
  await alice.join(roomId, "compatibility");
  const { participantId } = await bob.join(roomId, "compatibility");
  await alice.event("member.joined", ({ member }) => member.displayName === "Bob");
  await alice.api.reportParticipants([participantId as never]);

  const killedAt = Date.now();
  await site.act("homeserver", "kill");
  await Promise.all([alice, bob].map((device) => device.event("leg.lost", ({ leg }) => leg === "homeserver")));
  expect(Date.now() - killedAt).toBeLessThan(2_000);
  await Promise.all([alice, bob].map((device) => device.event("leg.lost", ({ leg }) => leg === "membership")));
  await site.act("homeserver", "start");
  await Promise.all([alice, bob].map((device) => device.event("leg.restored", ({ leg }) => leg === "homeserver")));
  const restoredAt = Date.now();
  await Promise.all([alice, bob].map((device) => device.event("leg.restored", ({ leg }) => leg === "membership")));
  expect(Date.now() - restoredAt).toBeLessThan(5_000);

  const read = await people.observer(roomId);
  await expect
    .poll(
      async () =>
        ((await read("/state")) as unknown as { type: string; content: object }[]).filter(
          ({ type, content }) => type === STATE_MEMBER && Object.keys(content).length > 0,
        ).length,
    )
    .toBe(2);
  expect([...alice.events, ...bob.events].filter(({ type }) => type === "member.left")).toEqual([]);
  expect([...alice.events, ...bob.events].filter((event) => event.type === "key.used" && event.epoch > 0)).toEqual([]);
});

test("the real homeserver keeps the promises that the fake one makes", async ({ people, site }) => {
  const alice = await people.device("Alice");
  const { roomId } = await createRoom(alice, "shared_key");
  const { accessToken, userId, deviceId } = await registerByHand(site);
  const http = createMatrixHttp({ baseUrl: site.addresses.homeserver, accessToken });
  await http.request({ method: "POST", path: path`/_matrix/client/v3/join/${roomId}`, body: {} });
  const identity = {
    mode: "compatibility",
    roomId,
    userId,
    deviceId,
    memberId: `${userId}:${deviceId}`,
  } as MembershipIdentity;
  const port = matrixMembershipPort({ http, sync: null, identity, roomVersion: "12" });
  const content = stateContentOf(identity, {
    transport: { type: "livekit", serviceUrl: site.addresses.authService },
    intent: "video",
    createdAt: null,
    expiresMs: 60_000,
    previousEventId: null,
  });
  for (const { title, run, expected } of membershipPortRules(content)) {
    await test.step(title, async () => expect(await run(port)).toEqual(expected));
  }
});

/** Notes the token that requests to `origin` carry, to ask the homeserver as their sender would. */
function watchRequests(origin: string): { stop(): { access_token: string } } {
  const real = globalThis.fetch;
  let token = "";
  globalThis.fetch = (resource, init) => {
    const header = String(resource).startsWith(origin) ? new Headers(init?.headers).get("Authorization") : null;
    token = header ?? token;
    return real(resource, init);
  };
  return {
    stop() {
      globalThis.fetch = real;
      return { access_token: token };
    },
  };
}
