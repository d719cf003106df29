import type { EventId, RoomId, UserId } from "../../../machines/domain/ids.ts";
import { CALL_SLOT } from "../../../machines/domain/ids.ts";
import { SLOT, STATE_MEMBER, STICKY_MEMBER } from "../calls/memberEvents.ts";
import type { RawEvent, RoomPerson, SyncedRoom } from "./syncedRoom.ts";

/** A room whose state and people a test changes by hand. */
export interface FakeRoom extends SyncedRoom {
  put(event: RawEvent): void;
  remove(type: string, key: string): void;
  putPerson(person: Partial<RoomPerson> & { readonly userId: UserId }): void;
}

/** Makes an empty room with `people` in it. */
export function fakeRoom(people: readonly (Partial<RoomPerson> & { readonly userId: UserId })[] = []): FakeRoom {
  const states = new Map<string, RawEvent>();
  const stickies = new Map<string, RawEvent>();
  const persons = new Map<string, RoomPerson>();
  const listeners = new Set<() => void>();
  const changed = () => listeners.forEach((listener) => listener());
  const room: FakeRoom = {
    roomId: "!room:example.org" as RoomId,
    name: () => "Stand-up",
    avatarMxc: () => null,
    ownMembership: () => "join",
    ownReason: () => null,
    memberCount: () => persons.size,
    lastActiveAt: () => 0,
    state: (type, stateKey) => states.get(`${type} ${stateKey}`) ?? null,
    states: (type) => [...states.values()].filter((event) => event.type === type),
    stickies: (type) => [...stickies.values()].filter((event) => event.type === type),
    person: (userId) => persons.get(userId) ?? null,
    joined: () => [...persons.values()].filter(({ membership }) => membership === "join"),
    loadPeople: async () => {},
    follow(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    put(event) {
      if (event.stateKey === null) stickies.set(`${event.type} ${String(event.content.msc4354_sticky_key)}`, event);
      else states.set(`${event.type} ${event.stateKey}`, event);
      changed();
    },
    remove(type, key) {
      states.delete(`${type} ${key}`);
      stickies.delete(`${type} ${key}`);
      changed();
    },
    putPerson(person) {
      persons.set(person.userId, { membership: "join", name: null, avatarMxc: null, ...person });
      changed();
    },
  };
  people.forEach(room.putPerson);
  return room;
}

/** A state membership of `user`'s device `DEVICE`, joined at 1000. */
export function stateMemberOf(
  user: string,
  change: { content?: object; sentAt?: number; eventId?: string; deviceId?: string } = {},
): RawEvent {
  const sender = `@${user}:example.org` as UserId;
  const deviceId = change.deviceId ?? "DEVICE";
  return {
    type: STATE_MEMBER,
    eventId: (change.eventId ?? `$${user}-${change.sentAt ?? 1_000}`) as EventId,
    sender,
    stateKey: `_${sender}_${deviceId}_m.call`,
    sentAt: change.sentAt ?? 1_000,
    content: {
      application: "m.call",
      call_id: "",
      scope: "m.room",
      device_id: deviceId,
      expires: 14_400_000,
      focus_active: { type: "livekit", focus_selection: "multi_sfu" },
      foci_preferred: [{ type: "livekit", livekit_service_url: `https://rtc.${user}.example.org` }],
      ...change.content,
    },
  };
}

/** A sticky membership of `user`'s device `DEVICE`. */
export function stickyMemberOf(
  user: string,
  change: { content?: object; sentAt?: number; memberId?: string } = {},
): RawEvent {
  const sender = `@${user}:example.org` as UserId;
  const memberId = change.memberId ?? `uuid-${user}`;
  return {
    type: STICKY_MEMBER,
    eventId: `$sticky-${user}-${change.sentAt ?? 1_000}` as EventId,
    sender,
    stateKey: null,
    sentAt: change.sentAt ?? 1_000,
    content: {
      slot_id: CALL_SLOT,
      application: { type: "m.call" },
      member: { user_id: sender, device_id: "DEVICE", id: memberId },
      transports: {
        published: [{ type: "livekit", livekit_service_url: `https://rtc.${user}.example.org` }],
        can_subscribe: ["livekit"],
      },
      versions: [],
      msc4354_sticky_key: memberId,
      ...change.content,
    },
  };
}

/** The slot's event. */
export function slotOf(status: "open" | "closed"): RawEvent {
  return {
    type: SLOT,
    eventId: "$slot" as EventId,
    sender: "@alice:example.org" as UserId,
    stateKey: CALL_SLOT,
    sentAt: 1,
    content: { status, application: { type: "m.call" } },
  };
}

/** A user of the fixtures' server. */
export function userOf(name: string): UserId {
  return `@${name}:example.org` as UserId;
}
