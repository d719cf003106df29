import type { Account } from "../domain/account.ts";
import type { DeviceId, EventId, MemberId, ParticipantId, RoomId, UserId } from "../domain/ids.ts";
import type { Member } from "../domain/member.ts";
import type { RoomPreview } from "../domain/room.ts";
import type { Transport } from "../domain/transport.ts";

/** An SFU named by one word. */
export function transportOf(name: string): Transport {
  return { type: "livekit", serviceUrl: `https://${name}.example.org/livekit/jwt` };
}

/** A member named by one word, publishing at `main`. */
export function memberOf(name: string, facts: Partial<Member> = {}): Member {
  const transport = transportOf("main");
  return {
    memberId: `@${name}:example.org:DEVICE` as MemberId,
    userId: `@${name}:example.org` as UserId,
    deviceId: "DEVICE" as DeviceId,
    participantId: `@${name}:example.org:DEVICE` as ParticipantId,
    form: "state",
    eventId: `$${name}` as EventId,
    joinedAt: 1_000,
    transport,
    preferredTransport: transport,
    focusSelection: "multi_sfu",
    intent: "video",
    displayName: name,
    avatarMxc: null,
    isOwn: false,
    ...facts,
  };
}

/** A signed-in person. */
export function accountOf(facts: Partial<Account> = {}): Account {
  return {
    userId: "@alice:example.org" as UserId,
    deviceId: "DEVICE" as DeviceId,
    displayName: "Alice",
    avatarMxc: null,
    isGuest: false,
    homeserverUrl: "https://matrix.example.org",
    ...facts,
  };
}

/** A public room seen from outside. */
export function previewOf(facts: Partial<RoomPreview> = {}): RoomPreview {
  return {
    roomId: "!room:example.org" as RoomId,
    name: "Stand-up",
    avatarMxc: null,
    joinRule: "public",
    membership: "none",
    isEncrypted: true,
    memberCount: 3,
    viaServers: ["example.org"],
    ...facts,
  };
}
