import { joinByHand } from "../support/byHand.ts";
import {
  joinRoom,
  type Json,
  type MatrixAccount,
  readSession,
  registerAccount,
  roomIdOf,
  type Session,
} from "../support/matrix.ts";
import { createOlmWitness } from "../support/olmWitness.ts";
import { joinCall, openLink, startCall, test } from "../support/people.ts";
import { expectAllTogether, tileOf } from "../support/senses.ts";
import { expect } from "../support/site.ts";
import { checkDelayedLeave, checkKeyMessage, checkMembership, stateKeyOf } from "../support/wireChecks.ts";

const MEMBER = "org.matrix.msc3401.call.member";
/** The delay of the local site's delayed leave, in ms. */
const DELAYED_LEAVE_MS = 18_000;

interface RoomEvent {
  readonly type: string;
  readonly state_key?: string;
  readonly sender: string;
  readonly content: Json;
}

const readState = (account: MatrixAccount, roomId: string) =>
  account.request<readonly RoomEvent[]>("GET", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state`);

async function readDelayed(homeserver: string, { accessToken }: Session): Promise<readonly unknown[]> {
  const url = `${homeserver}/_matrix/client/unstable/org.matrix.msc4140/delayed_events`;
  const response = await fetch(url, { headers: { Authorization: `Bearer ${accessToken}` } });
  return ((await response.json()) as { readonly delayed_events: readonly unknown[] }).delayed_events;
}

test("memberships, delayed leaves and key messages are on the wire as other clients read them", async ({
  people,
  site,
}) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  const sessions = [readSession(alice.page), readSession(bob.page)];
  const link = await startCall(alice);
  await joinCall(alice);
  await openLink(bob, link);
  await joinCall(bob);
  await expectAllTogether([alice, bob]);
  const [ofAlice, ofBob] = await Promise.all(sessions);
  if (ofAlice === undefined || ofBob === undefined) throw new Error("No session was seen");
  const roomId = roomIdOf(link);
  const senders = [ofAlice, ofBob].map((session) => ({ ...session, roomId }));

  const account = await registerAccount(site, "witness");
  const witness = await createOlmWitness(account);
  await witness.publishKeys();
  await witness.receive();
  await joinRoom(account, link);

  const state = await readState(account, roomId);
  const memberships = state.filter(({ type }) => type === MEMBER);
  expect(memberships).toHaveLength(senders.length);
  expect(new Set(memberships.map(({ state_key }) => state_key))).toEqual(new Set(senders.map(stateKeyOf)));
  for (const sender of senders) {
    const own = memberships.find(({ state_key }) => state_key === stateKeyOf(sender));
    expect(own?.sender).toBe(sender.userId);
    expect(checkMembership(own?.content, sender, site.addresses.authService)).toEqual([]);
    const delayed = await readDelayed(site.addresses.homeserver, sender);
    expect(delayed).toHaveLength(1);
    expect(checkDelayedLeave(delayed[0], sender, DELAYED_LEAVE_MS)).toEqual([]);
  }
  expect(state.find(({ type }) => type === "m.room.encryption")?.content["algorithm"]).toBe("m.megolm.v1.aes-sha2");

  // The witness becomes a member, by hand, so that the others owe it their keys.
  await joinByHand(site, account, link);
  const messages: Awaited<ReturnType<typeof witness.receive>>[number][] = [];
  const keysOf = (userId: string) => messages.filter(({ outer }) => outer["sender"] === userId);
  const receive = async () => void messages.push(...(await witness.receive()));
  for (const sender of senders) {
    await expect
      .poll(async () => receive().then(() => keysOf(sender.userId).length), `key of ${sender.userId}`)
      .toBeGreaterThan(0);
    expect(keysOf(sender.userId).flatMap((message) => checkKeyMessage(message, sender))).toEqual([]);
  }

  // Whoever stays takes a new key when somebody leaves, under the next index.
  const indexOf = (message: (typeof messages)[number] | undefined) =>
    ((message?.inner?.["content"] as Json | undefined)?.["keys"] as Json | undefined)?.["index"];
  const before = keysOf(ofAlice.userId);
  await bob.page.getByTestId("incall_leave").click();
  await expect(tileOf(alice, "Bob")).toHaveCount(0);
  await expect.poll(async () => receive().then(() => keysOf(ofAlice.userId).length)).toBeGreaterThan(before.length);
  const after = keysOf(ofAlice.userId);
  expect(indexOf(after.at(-1))).toBe(Number(indexOf(before.at(-1))) + 1);
  expect(after.flatMap((message) => checkKeyMessage(message, { ...ofAlice, roomId }))).toEqual([]);

  const left = (await readState(account, roomId)).find(
    ({ type, state_key }) => type === MEMBER && state_key === stateKeyOf({ ...ofBob, roomId }),
  );
  expect(left?.content).toEqual({});
  expect(await readDelayed(site.addresses.homeserver, ofBob)).toEqual([]);
});
