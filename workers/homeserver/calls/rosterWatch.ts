import type { DeviceId, MemberId, ParticipantId, UnixMs, UserId } from "../../../machines/domain/ids.ts";
import { isSameMember, type Member } from "../../../machines/domain/member.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import type { SyncedRoom } from "../matrix/syncedRoom.ts";
import { readMembers } from "./readMembers.ts";

/** How long a member whose membership vanished with the homeserver is kept, in ms. */
export const SUSPENSION_MS = 12_000;

/** Longest wait that a timer can hold, in ms. */
const MAX_TIMER_MS = 2_147_483_647;

/** Follows a call's members and tells each change once. */
export interface RosterWatch {
  /** Members in force and suspended ones, in joining order. */
  members(): readonly Member[];
  /** Reads again now; resolves when the changes are told. */
  refresh(): Promise<void>;
  /** Participants whose media still arrives; a suspended member whose participant was listed and is not any more leaves. */
  reportParticipants(participantIds: readonly ParticipantId[]): void;
  stop(): void;
}

/** Starts following. `isShaky` says whether memberships may be vanishing because the homeserver was away. */
export function startRosterWatch(input: {
  readonly room: SyncedRoom;
  readonly own: { readonly userId: UserId; readonly deviceId: DeviceId };
  readonly isShaky: () => boolean;
  readonly emit: (events: readonly CallEvent[]) => void;
  /** Called after each reading, told or not: everybody, and those whose membership is in force. */
  readonly onRead: (members: readonly Member[], inForce: readonly Member[]) => void;
  readonly now?: () => UnixMs;
}): RosterWatch {
  const now = input.now ?? Date.now;
  let known: ReadonlyMap<MemberId, Member> = new Map();
  let inForce: readonly Member[] = [];
  const suspended = new Map<MemberId, { readonly timer: ReturnType<typeof setTimeout> }>();
  const seenParticipants = new Set<ParticipantId>();
  let liveParticipants: ReadonlySet<ParticipantId> = new Set();
  let expiryTimer: ReturnType<typeof setTimeout> | undefined;
  let reading: Promise<void> | null = null;
  let isStale = false;
  let isStopped = false;

  async function read(): Promise<void> {
    do {
      isStale = false;
      const { members, nextExpiryAt } = await readMembers(input.room, input.own, now());
      if (isStopped) return;
      clearTimeout(expiryTimer);
      if (nextExpiryAt !== null) expiryTimer = setTimeout(refresh, Math.min(nextExpiryAt - now() + 1, MAX_TIMER_MS));
      tell(members);
    } while (isStale);
    reading = null;
  }

  function refresh(): Promise<void> {
    isStale = true;
    reading ??= Promise.resolve().then(read);
    return reading;
  }

  function tell(members: readonly Member[]): void {
    const events: CallEvent[] = [];
    const present = new Map(members.map((member) => [member.memberId, member]));
    const next = new Map<MemberId, Member>();
    for (const [memberId, before] of known) {
      if (present.has(memberId)) continue;
      if (suspended.has(memberId) && !members.some((member) => isSameDevice(member, before)))
        next.set(memberId, before);
      else if (input.isShaky() && canStay(before) && !members.some((member) => isSameDevice(member, before))) {
        suspend(memberId);
        next.set(memberId, before);
        events.push({ type: "member.suspended", v: 1, memberId });
      } else {
        resume(memberId);
        events.push({ type: "member.left", v: 1, memberId });
      }
    }
    for (const member of members) {
      const before = known.get(member.memberId);
      next.set(member.memberId, member);
      if (before === undefined || resume(member.memberId)) events.push({ type: "member.joined", v: 1, member });
      else if (!isSameMember(before, member)) events.push({ type: "member.updated", v: 1, member });
    }
    known = new Map([...next].toSorted(([, a], [, b]) => a.joinedAt - b.joinedAt));
    if (events.length > 0) input.emit(events);
    inForce = members;
    input.onRead([...known.values()], inForce);
  }

  /** Media that had come and has ceased needs no grace. */
  function canStay({ participantId }: Member): boolean {
    return !seenParticipants.has(participantId) || liveParticipants.has(participantId);
  }

  function suspend(memberId: MemberId): void {
    suspended.set(memberId, { timer: setTimeout(() => giveUp([memberId]), SUSPENSION_MS) });
  }

  function resume(memberId: MemberId): boolean {
    clearTimeout(suspended.get(memberId)?.timer);
    return suspended.delete(memberId);
  }

  function giveUp(memberIds: readonly MemberId[]): void {
    const gone = memberIds.filter(resume);
    if (gone.length === 0 || isStopped) return;
    known = new Map([...known].filter(([memberId]) => !gone.includes(memberId)));
    input.emit(gone.map((memberId) => ({ type: "member.left", v: 1, memberId })));
    input.onRead([...known.values()], inForce);
  }

  const unfollow = input.room.follow(() => void refresh());
  void refresh();

  return {
    members: () => [...known.values()],
    refresh,
    reportParticipants(participantIds) {
      for (const id of participantIds) seenParticipants.add(id);
      liveParticipants = new Set(participantIds);
      giveUp(
        [...suspended.keys()].filter((memberId) => {
          const member = known.get(memberId);
          return member !== undefined && !canStay(member);
        }),
      );
    },
    stop() {
      isStopped = true;
      unfollow();
      clearTimeout(expiryTimer);
      for (const { timer } of suspended.values()) clearTimeout(timer);
      suspended.clear();
    },
  };
}

/** A device that came back under another member id is not waited for under the old one. */
function isSameDevice(a: Member, b: Member): boolean {
  return a.userId === b.userId && a.deviceId === b.deviceId;
}
