import type { EncryptionMode, MatrixRtcMode, NotificationKind } from "../../../machines/domain/call.ts";
import type { Fault } from "../../../machines/domain/fault.ts";
import type { EventId, MemberId, ParticipantId, UserId } from "../../../machines/domain/ids.ts";
import type { CallIntent, Member } from "../../../machines/domain/member.ts";
import { ok, type Result } from "../../../machines/domain/result.ts";
import type { Transport } from "../../../machines/domain/transport.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import type { Session } from "../account/session.ts";
import type { SessionTimings } from "../homeserver.api.ts";
import type { MatrixHttp } from "../http/matrixHttp.ts";
import { createCallKeys, type CallKeys } from "../keys/callKeys.ts";
import { createCallTrust } from "../keys/callTrust.ts";
import type { KeyInbox } from "../keys/keyInbox.ts";
import { importSharedKey } from "../keys/keyMaterial.ts";
import type { KeyOutlet } from "../keys/keyOutlet.ts";
import type { KnownDevices } from "../keys/knownDevices.ts";
import type { MatrixSync, SyncHealth } from "../matrix/matrixSync.ts";
import type { SyncedRoom } from "../matrix/syncedRoom.ts";
import { createHomeserverLeg } from "../membership/homeserverLeg.ts";
import { matrixMembershipPort } from "../membership/matrixMembershipPort.ts";
import { stateContentOf, stickyContentOf, type MembershipIdentity } from "../membership/membershipContent.ts";
import { createOwnMembership, type OwnMembership } from "../membership/ownMembership.ts";
import { watchNewcomers } from "./newcomers.ts";
import { NOTIFICATION, notificationOf } from "./notification.ts";
import { startRosterWatch } from "./rosterWatch.ts";

/** How long a membership of ours may stay unseen in the room before it is sent again, in ms. */
const UNSEEN_MS = 5_000;

/** The call of one room, from the lobby to the end. */
export interface Call {
  readonly room: SyncedRoom;
  readonly mode: MatrixRtcMode;
  /** Our member id for the joining under way; a new one after each leave where memberships are sticky. */
  memberId(): MemberId;
  announce(facts: { transport: Transport; intent: CallIntent }): Promise<Result<null, Fault>>;
  distributeKey(): Promise<Result<null, Fault>>;
  update(facts: { transport?: Transport; intent?: CallIntent }): Promise<Result<null, Fault>>;
  leave(): Promise<void>;
  reportParticipants(participantIds: readonly ParticipantId[]): void;
  reportMissingKey(participantId: ParticipantId): void;
  /** The sync broke or runs again. */
  noteSync(health: SyncHealth): void;
  /** Ends everything; resolves when the homeserver knows that we left, or after a second. */
  close(): Promise<void>;
}

/** What a call is made of. */
export interface CallParts {
  readonly session: Session;
  readonly http: MatrixHttp;
  readonly sync: MatrixSync;
  readonly room: SyncedRoom;
  readonly mode: MatrixRtcMode;
  readonly timings: SessionTimings;
  readonly encryption: EncryptionMode;
  readonly password: string | null;
  /** What whoever begins the call sends to the room. */
  readonly notification: NotificationKind | null;
  readonly inbox: KeyInbox;
  readonly known: KnownDevices;
  /** Our key goes to verified devices alone. */
  readonly isVerifiedOnly: boolean;
  readonly outlet: KeyOutlet;
  readonly emit: (events: readonly CallEvent[]) => void;
}

/** Starts watching the call of `room`; nothing is sent before `announce`. */
export function openCall(parts: CallParts): Call {
  const { session, http, sync, room, mode, timings, emit } = parts;
  const isSticky = mode === "matrix_2_0";
  let memberId = makeMemberId();
  /** Events of the joining under way: an earlier one's may still lie in the room. */
  let sentIds = new Set<EventId>();
  let membership: OwnMembership = makeMembership();
  let isAnnounced = false;
  let sentAt = 0;
  let present: readonly Member[] = [];
  const newcomers = watchNewcomers({
    present: room.joined().map(({ userId }) => userId),
    hasDevices: (userId) => sync.olm.hasDevices(userId as UserId),
    onReachable(userId) {
      if (isSticky) membership.resend();
      // Whoever comes into the room while we are in its call is probably in its lobby: our key will be ready to go.
      if (isAnnounced && keys !== null) void sync.olm.warmUpFor(userId as UserId);
    },
  });
  let isClosed = false;
  let leaving: Promise<void> = Promise.resolve();

  if (parts.password !== null) {
    void importSharedKey(parts.password).then((key) => {
      if (!isClosed) parts.outlet.post({ kind: "sharedKey.set", keyIndex: 0, key });
    });
  }
  const keys: CallKeys | null =
    parts.encryption === "per_participant"
      ? createCallKeys({
          roomId: room.roomId,
          own: session,
          memberId: () => memberId,
          olm: sync.olm,
          inbox: parts.inbox,
          outlet: parts.outlet,
          emit,
          admits: ({ memberId: theirs }) => !parts.isVerifiedOnly || isVerified(theirs),
        })
      : null;
  // Where the key is in the link, no device stands for anything.
  const trust =
    keys === null
      ? null
      : createCallTrust({
          roomId: room.roomId,
          olm: sync.olm,
          known: parts.known,
          emit(events) {
            emit(events);
            if (parts.isVerifiedOnly) keys.setMembers(roster.members());
          },
        });
  const leg = createHomeserverLeg({
    probe: (timeoutMs) => makePort().probe(timeoutMs),
    onLost: (fault) => emit([{ type: "leg.lost", v: 1, leg: "homeserver", serviceUrl: null, fault }]),
    onRestored(lostAt) {
      emit([{ type: "leg.restored", v: 1, leg: "homeserver", serviceUrl: null }]);
      sync.hurry(lostAt);
      membership.hurry();
      keys?.hurry();
    },
  });
  const roster = startRosterWatch({
    room,
    own: session,
    isShaky: () => leg.isShaky(),
    emit,
    onRead(members, inForce) {
      const wasPresent = ownIn(present) !== null;
      present = inForce;
      keys?.setMembers(members);
      trust?.setMembers(members);
      const ownMember = ownIn(present);
      if (ownMember !== null) membership.seen(ownMember.joinedAt);
      if (isAnnounced && wasPresent && ownMember === null) mend();
      newcomers.note(room.joined().map(({ userId }) => userId));
    },
  });
  // A leave that came due can overtake what we sent, so that the sync never shows us present.
  const watchdog = setInterval(() => {
    const isUnseen = isAnnounced && ownIn(present) === null && Date.now() - sentAt > UNSEEN_MS;
    if (isUnseen && sync.health() === "live" && !leg.isLost()) mend();
  }, UNSEEN_MS);
  void room.loadPeople().then(
    () => roster.refresh(),
    () => {},
  );

  function makeMemberId(): MemberId {
    return (isSticky ? crypto.randomUUID() : `${session.userId}:${session.deviceId}`) as MemberId;
  }

  function isVerified(theirs: MemberId): boolean | null {
    const theirTrust = trust?.trustOf(theirs) ?? null;
    return theirTrust === null ? null : theirTrust === "verified";
  }

  function identity(): MembershipIdentity {
    return { mode, roomId: room.roomId, userId: session.userId, deviceId: session.deviceId, memberId };
  }

  function makePort() {
    const version = room.state("m.room.create", "")?.content.room_version;
    return matrixMembershipPort({
      http,
      sync,
      identity: identity(),
      roomVersion: typeof version === "string" ? version : "1",
    });
  }

  function makeMembership(): OwnMembership {
    const mine = identity();
    const ids = new Set<EventId>();
    sentIds = ids;
    return createOwnMembership({
      port: makePort(),
      timings,
      contentOf: (facts) => (isSticky ? stickyContentOf(mine, facts) : stateContentOf(mine, facts)),
      joinedAtInRoom: () => ownIn(present)?.joinedAt ?? null,
      onReply: (reply) => leg.report(reply),
      onSent(eventId) {
        sentAt = Date.now();
        ids.add(eventId);
      },
      onLost: (fault) => emit([{ type: "leg.lost", v: 1, leg: "membership", serviceUrl: null, fault }]),
      onRestored: () => emit([{ type: "leg.restored", v: 1, leg: "membership", serviceUrl: null }]),
    });
  }

  function mend(): void {
    sentAt = Date.now();
    membership.vanished();
  }

  function ownIn(members: readonly Member[]): Member | null {
    return members.find(({ eventId }) => sentIds.has(eventId)) ?? null;
  }

  return {
    room,
    mode,
    memberId: () => memberId,
    async announce(facts) {
      // In state events the last word counts: a leave that is still on its way must not come after us.
      await Promise.all([keys?.join(), leaving]);
      const mine = membership;
      const isFirst = !present.some(
        ({ userId, deviceId }) => userId !== session.userId || deviceId !== session.deviceId,
      );
      const result = await mine.announce(facts);
      if (mine !== membership) return result;
      isAnnounced = result.ok;
      if (!result.ok) renew();
      else if (isFirst) notify(facts.intent);
      return result;
    },
    async distributeKey() {
      await roster.refresh();
      await keys?.whenDistributed();
      return ok(null);
    },
    update: (facts) => membership.update(facts),
    leave,
    reportParticipants: (participantIds) => roster.reportParticipants(participantIds),
    reportMissingKey(participantId) {
      keys?.repeatKeys(participantId);
      void roster.refresh();
    },
    noteSync(health) {
      if (health === "broken") leg.check();
      if (health === "live") void roster.refresh();
    },
    async close() {
      isClosed = true;
      clearInterval(watchdog);
      newcomers.stop();
      const left = leave();
      roster.stop();
      keys?.stop();
      if (keys === null) parts.outlet.post({ kind: "keys.cleared" });
      await Promise.all([left, trust?.stop()]);
      leg.stop();
    },
  };

  /** Nobody's joining waits for it or depends on it. */
  function notify(intent: CallIntent): void {
    const [membershipId] = sentIds;
    if (parts.notification === null || membershipId === undefined) return;
    const facts = { kind: parts.notification, intent, membershipId, room, own: session.userId, now: Date.now() };
    sync.sendMessage(room.roomId, NOTIFICATION, notificationOf(facts)).catch(() => {});
  }

  function leave(): Promise<void> {
    isAnnounced = false;
    const ended = membership;
    renew();
    leaving = ended.leave();
    return leaving;
  }

  /** Makes ready for joining once more. */
  function renew(): void {
    keys?.leave();
    memberId = makeMemberId();
    membership = makeMembership();
  }
}
