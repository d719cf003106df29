import type { Epoch, KeyIndex, MemberId, UnixMs } from "../domain/ids.ts";
import type { KeyDistributed, KeyReceived, MediaDecryption } from "../events/callEvents.ts";

/** What is known of the keys between us and one member; the keys themselves are nowhere in here. */
export interface KeyLedger {
  /** When the member came; null when something of theirs came before their membership. */
  readonly seenAt: UnixMs | null;
  /** The newest key of ours that was sent to them, and when. */
  readonly sent: { readonly epoch: Epoch; readonly at: UnixMs } | null;
  /** Our newest key did not reach them. */
  readonly isMissed: boolean;
  /** The key of theirs that came last, and when. */
  readonly received: { readonly keyIndex: KeyIndex; readonly at: UnixMs } | null;
  /** When the first frame of theirs was decrypted: proof that the key is theirs. */
  readonly provedAt: UnixMs | null;
  /** Since when frames of theirs come under a key that we lack. */
  readonly lackingSince: UnixMs | null;
}

/** Who has whose key. */
export interface Keys {
  /** The epoch that our frames are encrypted with; null before any. */
  readonly ownEpoch: Epoch | null;
  /** By member; perhaps before their membership. */
  readonly ledger: ReadonlyMap<MemberId, KeyLedger>;
}

/** Before any key. */
export const noKeys: Keys = { ownEpoch: null, ledger: new Map() };

/** A member of whom nothing is known yet. */
export const emptyLedger: KeyLedger = {
  seenAt: null,
  sent: null,
  isMissed: false,
  received: null,
  provedAt: null,
  lackingSince: null,
};

/** Our frames are encrypted with another epoch. */
export function withOwnEpoch(keys: Keys, ownEpoch: Epoch): Keys {
  return keys.ownEpoch === ownEpoch ? keys : { ...keys, ownEpoch };
}

/** A member came; one who is there already has been since before. */
export function withMemberSeen(keys: Keys, memberId: MemberId, at: UnixMs): Keys {
  return withEntry(keys, memberId, ({ seenAt }) => (seenAt === null ? { seenAt: at } : null));
}

/** A member's key came. What was lacking may be this one; if it is not, their next frames say so. */
export function withKeyFrom(keys: Keys, { memberId, keyIndex, receivedAt }: KeyReceived): Keys {
  return withEntry(keys, memberId, ({ received }) =>
    received?.keyIndex === keyIndex && received.at === receivedAt ? null : { received: { keyIndex, at: receivedAt } },
  );
}

/** Our key went out, and to some perhaps not. */
export function withDistribution(keys: Keys, { epoch, memberIds, missedMemberIds }: KeyDistributed, at: UnixMs): Keys {
  let next = keys;
  for (const memberId of new Set([...memberIds, ...missedMemberIds])) {
    const hasMissed = missedMemberIds.includes(memberId);
    next = withEntry(next, memberId, ({ sent, isMissed }) => {
      if (hasMissed) return isMissed ? null : { isMissed: true };
      return sent?.epoch === epoch && !isMissed ? null : { sent: { epoch, at }, isMissed: false };
    });
  }
  return next;
}

/** Frames of a member began to decrypt, or ceased to for lack of a key. */
export function withDecryption(
  keys: Keys,
  memberId: MemberId,
  decryption: MediaDecryption["decryption"],
  at: UnixMs,
): Keys {
  return withEntry(keys, memberId, ({ provedAt, lackingSince }) => {
    if (decryption === "missing_key") return lackingSince === null ? { lackingSince: at } : null;
    const next = { provedAt: decryption === "decrypting" ? (provedAt ?? at) : provedAt, lackingSince: null };
    return next.provedAt === provedAt && lackingSince === null ? null : next;
  });
}

/** A member is gone, and what we knew of their keys with them. */
export function withoutKeysOf(keys: Keys, memberId: MemberId): Keys {
  if (!keys.ledger.has(memberId)) return keys;
  const ledger = new Map(keys.ledger);
  ledger.delete(memberId);
  return { ...keys, ledger };
}

/** Applies `change` to one member's entry; the same keys come back when it has nothing to change. */
function withEntry(keys: Keys, memberId: MemberId, change: (entry: KeyLedger) => Partial<KeyLedger> | null): Keys {
  const entry = keys.ledger.get(memberId) ?? emptyLedger;
  const parts = change(entry);
  return parts === null ? keys : { ...keys, ledger: new Map(keys.ledger).set(memberId, { ...entry, ...parts }) };
}
