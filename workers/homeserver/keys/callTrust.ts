import type { MemberId, RoomId } from "../../../machines/domain/ids.ts";
import type { Member } from "../../../machines/domain/member.ts";
import type { Trust } from "../../../machines/domain/trust.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import type { DeviceAddress, DeviceIdentity, Olm } from "../matrix/olm.ts";
import { decodeBase64 } from "./base64.ts";
import type { KnownDevices, MetDevice } from "./knownDevices.ts";
import { safetyCodeOf, transcriptOf } from "./safetyCode.ts";

/** Says whose devices are in one call: whether each is trusted, and the code that all can compare. */
export interface CallTrust {
  /** Who is in the call now, ourselves included. */
  setMembers(members: readonly Member[]): void;
  /** What was told of a member last; null while nothing is known. */
  trustOf(memberId: MemberId): Trust | null;
  /** The call is over: keys that had changed are the ones to know from now on. */
  stop(): Promise<void>;
}

/** A member, and what is known of their device; null while nothing is. */
interface Seen {
  readonly member: Member;
  readonly identity: DeviceIdentity | null;
}

/** Makes it (rules `SC4` and `KT1` to `KT4` of `docs/rules/keys.md`). */
export function createCallTrust(input: {
  readonly roomId: RoomId;
  readonly olm: Pick<Olm, "identityOf" | "followIdentities" | "acceptIdentity">;
  readonly known: KnownDevices;
  readonly emit: (events: readonly CallEvent[]) => void;
}): CallTrust {
  const { roomId, olm, known } = input;
  let members: readonly Member[] = [];
  let told: ReadonlyMap<MemberId, Trust> = new Map();
  /** What the code that was told last was made of. */
  let coded = String(null);
  /** What each device was known by before this call, or first in it: a change stays one for as long as the call lasts. */
  const before = new Map<string, Promise<string>>();
  const remembered = new Map<string, string>();
  const changed = new Map<string, MetDevice>();
  let isStale = false;
  let isStopped = false;
  let reading: Promise<void> | null = null;

  function refresh(): void {
    isStale = true;
    reading ??= Promise.resolve().then(read);
  }

  async function read(): Promise<void> {
    while (isStale && !isStopped) {
      isStale = false;
      const seen = await Promise.all(
        members.map(async (member): Promise<Seen> => ({ member, identity: await olm.identityOf(member) })),
      );
      await tellTrust(seen);
      await tellCode(seen);
    }
    reading = null;
  }

  async function tellTrust(seen: readonly Seen[]): Promise<void> {
    const next = new Map<MemberId, Trust>();
    const met: MetDevice[] = [];
    for (const { member, identity } of seen) {
      if (member.isOwn || identity === null) continue;
      const { memberId, userId, deviceId } = member;
      const { fingerprint } = identity;
      const trust = trustOf(identity, await knownBefore(member, fingerprint));
      next.set(memberId, trust);
      if (trust === "changed") changed.set(nameOf(member), { userId, deviceId, fingerprint });
      else met.push({ userId, deviceId, fingerprint });
    }
    if (isStopped) return;
    const news = [...next].filter(([memberId, trust]) => told.get(memberId) !== trust);
    told = next;
    if (news.length > 0)
      input.emit(news.map(([memberId, trust]) => ({ type: "member.trustChanged", v: 1, memberId, trust })));
    // Whoever is only seen from the lobby is not met yet.
    if (seen.some(({ member }) => member.isOwn)) await remember(met);
  }

  function knownBefore(device: DeviceAddress, fingerprint: string): Promise<string> {
    const name = nameOf(device);
    const earlier = before.get(name) ?? known.fingerprintOf(device).then((kept) => kept ?? fingerprint);
    before.set(name, earlier);
    return earlier;
  }

  async function remember(met: readonly MetDevice[]): Promise<void> {
    const fresh = met.filter((device) => remembered.get(nameOf(device)) !== device.fingerprint);
    for (const device of fresh) remembered.set(nameOf(device), device.fingerprint);
    await known.remember(fresh);
  }

  async function tellCode(seen: readonly Seen[]): Promise<void> {
    const devices = seen.flatMap(({ member: { userId, deviceId }, identity }) => {
      const fingerprint = identity === null ? null : decodeBase64(identity.fingerprint);
      return fingerprint === null ? [] : [{ userId, deviceId, fingerprint }];
    });
    // Of a call that we are not in, or whose devices are not all known yet, there is nothing to compare.
    const isWhole = devices.length === seen.length && seen.some(({ member }) => member.isOwn);
    const transcript = isWhole ? transcriptOf(roomId, devices) : null;
    if (String(transcript) === coded) return;
    coded = String(transcript);
    const code = transcript === null ? null : await safetyCodeOf(transcript);
    if (!isStopped) input.emit([{ type: "safetyCode.changed", v: 1, code }]);
  }

  const unfollow = olm.followIdentities(refresh);
  return {
    setMembers(next) {
      members = next;
      refresh();
    },
    trustOf: (memberId) => told.get(memberId) ?? null,
    async stop() {
      isStopped = true;
      unfollow();
      await known.remember([...changed.values()]);
      await Promise.all([...changed.values()].map(({ userId }) => olm.acceptIdentity(userId)));
    },
  };
}

function trustOf({ fingerprint, isVerified, isOwnerChanged }: DeviceIdentity, earlier: string): Trust {
  if (isVerified) return "verified";
  return isOwnerChanged || earlier !== fingerprint ? "changed" : "unverified";
}

function nameOf({ userId, deviceId }: DeviceAddress): string {
  return JSON.stringify([userId, deviceId]);
}
