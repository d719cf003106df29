import { createActor } from "xstate";
import {
  keyIndexOf,
  type DeviceId,
  type Epoch,
  type MemberId,
  type ParticipantId,
  type RoomId,
  type UserId,
} from "../../../machines/domain/ids.ts";
import type { Member } from "../../../machines/domain/member.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import { keyRotationMachine } from "../../../machines/key-rotation/keyRotation.machine.ts";
import type { KeyRecipient } from "../../../machines/key-rotation/keyRotation.ts";
import type { DeviceAddress, Olm } from "../matrix/olm.ts";
import { createKeyDistributor } from "./keyDistributor.ts";
import type { HeldKey, KeyInbox } from "./keyInbox.ts";
import { importMemberKey } from "./keyMaterial.ts";
import { KEY_TYPE, keyContentOf, requestOf } from "./keyMessage.ts";
import type { KeyOutlet } from "./keyOutlet.ts";
import { createKeyRequests } from "./keyRequests.ts";

/** Length of our keys, in bytes (as matrix-js-sdk). */
const KEY_BYTES = 16;

/** The media keys of one call with a key for each member: ours go out over Olm, theirs go to media-crypto. */
export interface CallKeys {
  /** Makes our key and uses it; resolves when media-crypto has been told. */
  join(): Promise<void>;
  /** Resolves when everybody present was sent our key once. */
  whenDistributed(): Promise<void>;
  /** Our part is over; keys of others are kept, as we may come back. */
  leave(): void;
  /** Who is in the call now, suspended members included. */
  setMembers(members: readonly Member[]): void;
  /**
   * Frames of a participant lack a key: tells media-crypto once more what we hold of them, and asks them when that does
   * not help. @returns whether we hold anything
   */
  repeatKeys(participantId: ParticipantId): boolean;
  /** The homeserver is back: tries at once whom it had missed. */
  hurry(): void;
  stop(): void;
}

/** Makes the keys of one call. */
export function createCallKeys(input: {
  readonly roomId: RoomId;
  readonly own: { readonly userId: UserId; readonly deviceId: DeviceId };
  /** Our member id at the time of sending. */
  readonly memberId: () => MemberId;
  readonly olm: Olm;
  readonly inbox: KeyInbox;
  readonly outlet: KeyOutlet;
  readonly emit: (events: readonly CallEvent[]) => void;
  /** Whether a member may have our key; null while that is not known. Say `setMembers` again when an answer changes. */
  readonly admits?: (member: Member) => boolean | null;
  readonly now?: () => number;
}): CallKeys {
  const { roomId, own, outlet, inbox } = input;
  const now = input.now ?? Date.now;
  const admits = input.admits ?? (() => true);
  const actor = createActor(keyRotationMachine);
  const distributor = createKeyDistributor({ olm: input.olm, onDistributed: (event) => input.emit([event]) });
  let members: readonly Member[] = [];
  let made: { readonly epoch: Epoch; readonly content: Promise<object> } | null = null;
  let commands: Promise<void> = Promise.resolve();
  let distributions: readonly Promise<void>[] = [];
  const requests = createKeyRequests(now);
  let isIn = false;
  /** Members who are known not to get our key, as it was told. */
  let refused: ReadonlySet<MemberId> = new Set();
  const warmed = new Set<string>();
  const handedOver = new Map<ParticipantId, ReadonlySet<CryptoKey>>();

  function makeKey(epoch: Epoch): Promise<object> {
    if (made?.epoch === epoch) return made.content;
    made = { epoch, content: makeContent(epoch) };
    return made.content;
  }

  async function makeContent(epoch: Epoch): Promise<object> {
    const keyIndex = keyIndexOf(epoch);
    const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    const content = keyContentOf({
      roomId,
      deviceId: own.deviceId,
      memberId: input.memberId(),
      keyIndex,
      bytes,
      sentAt: now(),
    });
    outlet.post({ kind: "ownKey.set", keyIndex, key: await importMemberKey(bytes) });
    return content;
  }

  function enqueue(command: () => Promise<void>): void {
    commands = commands.then(command);
  }

  actor.on("useKey", ({ epoch }) =>
    enqueue(async () => {
      await makeKey(epoch);
      outlet.post({ kind: "ownKey.use", keyIndex: keyIndexOf(epoch) });
      input.emit([{ type: "key.used", v: 1, epoch }]);
    }),
  );
  actor.on("distributeKey", ({ epoch, recipients }) =>
    enqueue(async () => {
      const content = await makeKey(epoch);
      const targets = members.filter(
        (member) => !member.isOwn && recipients.some(({ joining }) => joining === joiningOf(member)),
      );
      const sending = distributor.distribute(epoch, content, targets);
      distributions = [...distributions, sending];
      void sending.then(() => {
        distributions = distributions.filter((one) => one !== sending);
      });
    }),
  );
  actor.start();
  inbox.onKey = (room, device, held) => {
    if (room !== roomId) return;
    requests.came(deviceOf(device));
    handOver(
      members.filter((member) => isSameDevice(member, device)),
      () => [held],
    );
  };
  inbox.onRequest = (room, device) => {
    const member = members.find((one) => !one.isOwn && isSameDevice(one, device));
    if (room === roomId && member !== undefined && requests.asks(deviceOf(device))) void answer(member);
  };

  /** Sends our key once more, unless a newer one is on its way to everybody. */
  async function answer(member: Member): Promise<void> {
    if (!isIn || made === null || admits(member) !== true) return;
    const { epoch } = made;
    const content = await made.content;
    if (isIn && made.epoch === epoch) await distributor.distribute(epoch, content, [member]);
  }

  /** Only with our own key: a message without one would be none to other clients. */
  async function ask(member: Member): Promise<void> {
    if (isIn && made !== null && admits(member) === true)
      await input.olm.send([member], KEY_TYPE, requestOf(await made.content));
  }

  function handOver(to: readonly Member[], keysOf: (member: Member) => readonly HeldKey[]): void {
    for (const member of to) {
      if (member.isOwn) continue;
      const { memberId, participantId } = member;
      for (const { keyIndex, key, receivedAt } of keysOf(member)) {
        const given = handedOver.get(participantId) ?? new Set();
        if (given.has(key)) continue;
        handedOver.set(participantId, new Set([...given, key]));
        outlet.post({ kind: "key.set", participantId, keyIndex, key });
        input.emit([{ type: "key.received", v: 1, memberId, keyIndex, receivedAt }]);
      }
    }
  }

  /** Whoever may not have our key lacks it as one whom it did not reach. */
  function tellRefused(): void {
    const lacking = members.filter((member) => isIn && !member.isOwn && admits(member) === false);
    const missedMemberIds = lacking.map(({ memberId }) => memberId).filter((memberId) => !refused.has(memberId));
    refused = new Set(lacking.map(({ memberId }) => memberId));
    if (missedMemberIds.length > 0)
      input.emit([{ type: "key.distributed", v: 1, epoch: made?.epoch ?? 0, memberIds: [], missedMemberIds }]);
  }

  function warmUp(devices: readonly Member[]): void {
    const cold = devices.filter((member) => !member.isOwn && !warmed.has(deviceOf(member)));
    for (const member of cold) warmed.add(deviceOf(member));
    void input.olm.warmUp(cold);
  }

  return {
    async join() {
      isIn = true;
      actor.send({ type: "session.joined" });
      tellRefused();
      await commands;
    },
    async whenDistributed() {
      await commands;
      await Promise.all(distributions);
    },
    leave() {
      isIn = false;
      refused = new Set();
      actor.send({ type: "session.left" });
    },
    setMembers(next) {
      members = next;
      const others = next.filter(({ isOwn }) => !isOwn);
      warmUp(others);
      handOver(others, (member) => inbox.keysOf(roomId, member));
      const admitted = others.filter((member) => admits(member) === true);
      distributor.keepOnly(admitted.map(({ memberId }) => memberId));
      actor.send({ type: "recipients.changed", recipients: admitted.map(recipientOf) });
      tellRefused();
    },
    repeatKeys(participantId) {
      const lacking = members.filter((member) => !member.isOwn && member.participantId === participantId);
      handedOver.delete(participantId);
      handOver(lacking, (member) => inbox.keysOf(roomId, member));
      for (const member of lacking) if (requests.lacks(deviceOf(member))) void ask(member);
      return handedOver.has(participantId);
    },
    hurry: () => distributor.hurry(),
    stop() {
      isIn = false;
      actor.stop();
      distributor.stop();
      inbox.onKey = null;
      inbox.onRequest = null;
      made = null;
      outlet.post({ kind: "keys.cleared" });
    },
  };
}

function recipientOf(member: Member): KeyRecipient {
  return { device: deviceOf(member), joining: joiningOf(member) };
}

function deviceOf({ userId, deviceId }: DeviceAddress): string {
  return JSON.stringify([userId, deviceId]);
}

/** A refreshed sticky membership has a new time and the same id; a new joining by state event the same id and a new time. */
function joiningOf({ userId, deviceId, memberId, form, joinedAt }: Member): string {
  return JSON.stringify(form === "state" ? [userId, deviceId, joinedAt] : [userId, deviceId, memberId]);
}

function isSameDevice(a: DeviceAddress, b: DeviceAddress): boolean {
  return a.userId === b.userId && a.deviceId === b.deviceId;
}
