import type { MemberId } from "../domain/ids.ts";
import { isSameMember, type Member } from "../domain/member.ts";

/** A member, and whether its membership is only believed in until the homeserver is back. */
export interface RosterEntry {
  readonly member: Member;
  readonly isSuspended: boolean;
}

/** The members joined to the slot, in joining order. */
export type Roster = ReadonlyMap<MemberId, RosterEntry>;

/** Nobody. */
export const emptyRoster: Roster = new Map();

/** Adds or mends a member. One who is there already keeps their place, so that tiles do not move. */
export function withMember(roster: Roster, member: Member): Roster {
  const known = roster.get(member.memberId);
  if (known !== undefined) {
    if (!known.isSuspended && isSameMember(known.member, member)) return roster;
    return new Map(roster).set(member.memberId, { member, isSuspended: false });
  }
  const entries = [...roster];
  const after = entries.findIndex(([, entry]) => entry.member.joinedAt > member.joinedAt);
  entries.splice(after === -1 ? entries.length : after, 0, [member.memberId, { member, isSuspended: false }]);
  return new Map(entries);
}

/** Takes over what changed in a membership; of somebody who is not there it changes nothing. */
export function withUpdatedMember(roster: Roster, member: Member): Roster {
  return roster.has(member.memberId) ? withMember(roster, member) : roster;
}

/** Marks a member as believed in only. */
export function withSuspendedMember(roster: Roster, memberId: MemberId): Roster {
  const known = roster.get(memberId);
  if (known === undefined || known.isSuspended) return roster;
  return new Map(roster).set(memberId, { ...known, isSuspended: true });
}

/** Removes a member. */
export function withoutMember(roster: Roster, memberId: MemberId): Roster {
  if (!roster.has(memberId)) return roster;
  const next = new Map(roster);
  next.delete(memberId);
  return next;
}
