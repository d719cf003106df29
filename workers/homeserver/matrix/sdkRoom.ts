import { RoomEvent, RoomMemberEvent, RoomStateEvent, type MatrixEvent, type Room } from "matrix-js-sdk/lib/matrix.js";
import { RoomStickyEventsEvent } from "matrix-js-sdk/lib/models/room-sticky-events.js";
import type { EventId, RoomId, UserId } from "../../../machines/domain/ids.ts";
import type { RawEvent, RoomPerson, SyncedRoom } from "./syncedRoom.ts";

/** Shows an SDK room in our own values; nothing of the SDK leaves it. */
export function sdkRoom(room: Room): SyncedRoom {
  const current = () => room.currentState;
  return {
    roomId: room.roomId as RoomId,
    name: () => room.name,
    avatarMxc: () => room.getMxcAvatarUrl(),
    ownMembership: () => room.getMyMembership(),
    ownReason: () => textOrNull(room.getMember(room.myUserId)?.events.member?.getContent().reason),
    memberCount: () => room.getJoinedMemberCount(),
    lastActiveAt: () => Math.max(room.getLastActiveTimestamp(), 0),
    state: (type, stateKey) => rawOrNull(current().getStateEvents(type, stateKey)),
    states: (type) =>
      current()
        .getStateEvents(type)
        .flatMap((event) => rawOrNull(event) ?? []),
    stickies: (type) =>
      [...room._unstable_getStickyEvents()]
        .filter((event) => event.getType() === type)
        .flatMap((event) => rawOrNull(event) ?? []),
    person: (userId) => personOf(room, userId),
    joined: () => room.getJoinedMembers().flatMap((member) => personOf(room, member.userId) ?? []),
    loadPeople: async () => void (await room.loadMembersIfNeeded()),
    follow(onChange) {
      const ofMember = () => onChange();
      room.on(RoomStateEvent.Update, ofMember);
      room.on(RoomStateEvent.Members, ofMember);
      room.on(RoomEvent.MyMembership, ofMember);
      room.on(RoomEvent.Name, ofMember);
      room.on(RoomStickyEventsEvent.Update, ofMember);
      room.client.on(RoomMemberEvent.Name, ofMember);
      return () => {
        room.off(RoomStateEvent.Update, ofMember);
        room.off(RoomStateEvent.Members, ofMember);
        room.off(RoomEvent.MyMembership, ofMember);
        room.off(RoomEvent.Name, ofMember);
        room.off(RoomStickyEventsEvent.Update, ofMember);
        room.client.off(RoomMemberEvent.Name, ofMember);
      };
    },
  };
}

function personOf(room: Room, userId: string): RoomPerson | null {
  const member = room.getMember(userId);
  if (member === null) return null;
  return {
    userId: userId as UserId,
    membership: member.membership ?? "leave",
    name: member.rawDisplayName === userId ? null : member.rawDisplayName,
    avatarMxc: member.getMxcAvatarUrl() ?? null,
  };
}

function rawOrNull(event: MatrixEvent | null): RawEvent | null {
  const eventId = event?.getId();
  const sender = event?.getSender();
  if (event === null || eventId === undefined || sender === undefined) return null;
  return {
    type: event.getType(),
    eventId: eventId as EventId,
    sender: sender as UserId,
    stateKey: event.getStateKey() ?? null,
    sentAt: event.getTs(),
    content: event.getContent(),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
