import type { Epoch, MemberId } from "../domain/ids.ts";
import type { KeyDistributed } from "../events/callEvents.ts";

/** Who has whose key; the keys themselves are nowhere in here. */
export interface Keys {
  /** The epoch that our frames are encrypted with; null before any. */
  readonly ownEpoch: Epoch | null;
  /** Members whose key came; perhaps before their membership. */
  readonly receivedFrom: ReadonlySet<MemberId>;
  /** Members whom our newest key did not reach. */
  readonly missedBy: ReadonlySet<MemberId>;
}

/** Before any key. */
export const noKeys: Keys = { ownEpoch: null, receivedFrom: new Set(), missedBy: new Set() };

/** Our frames are encrypted with another epoch. */
export function withOwnEpoch(keys: Keys, ownEpoch: Epoch): Keys {
  return keys.ownEpoch === ownEpoch ? keys : { ...keys, ownEpoch };
}

/** A member's key came. */
export function withKeyFrom(keys: Keys, memberId: MemberId): Keys {
  return keys.receivedFrom.has(memberId) ? keys : { ...keys, receivedFrom: new Set(keys.receivedFrom).add(memberId) };
}

/** Our key went out, and to some perhaps not. */
export function withDistribution(keys: Keys, { memberIds, missedMemberIds }: KeyDistributed): Keys {
  const missedBy = new Set(keys.missedBy);
  for (const memberId of memberIds) missedBy.delete(memberId);
  for (const memberId of missedMemberIds) missedBy.add(memberId);
  return isSameSet(missedBy, keys.missedBy) ? keys : { ...keys, missedBy };
}

/** A member is gone, and what we knew of their keys with them. */
export function withoutKeysOf(keys: Keys, memberId: MemberId): Keys {
  if (!keys.receivedFrom.has(memberId) && !keys.missedBy.has(memberId)) return keys;
  return { ...keys, receivedFrom: without(keys.receivedFrom, memberId), missedBy: without(keys.missedBy, memberId) };
}

function without(members: ReadonlySet<MemberId>, memberId: MemberId): ReadonlySet<MemberId> {
  if (!members.has(memberId)) return members;
  const next = new Set(members);
  next.delete(memberId);
  return next;
}

function isSameSet(a: ReadonlySet<MemberId>, b: ReadonlySet<MemberId>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}
