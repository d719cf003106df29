import type { EventId, RoomId, UnixMs, UserId } from "../../../machines/domain/ids.ts";

/** An event of a room as it came, decrypted; `content` is unread. */
export interface RawEvent {
  readonly type: string;
  readonly eventId: EventId;
  readonly sender: UserId;
  readonly stateKey: string | null;
  readonly sentAt: UnixMs;
  readonly content: Readonly<Record<string, unknown>>;
}

/** One user's standing in a room. */
export interface RoomPerson {
  readonly userId: UserId;
  readonly membership: string;
  /** The name they chose, null when they chose none. */
  readonly name: string | null;
  readonly avatarMxc: string | null;
}

/** A room that is in our sync, in our own values. */
export interface SyncedRoom {
  readonly roomId: RoomId;
  name(): string;
  avatarMxc(): string | null;
  ownMembership(): string;
  /** Why we were removed, when whoever did it said so. */
  ownReason(): string | null;
  memberCount(): number;
  lastActiveAt(): UnixMs;
  state(type: string, stateKey: string): RawEvent | null;
  states(type: string): readonly RawEvent[];
  /** Unexpired sticky events of one type. */
  stickies(type: string): readonly RawEvent[];
  person(userId: string): RoomPerson | null;
  /** Everybody who is in the room. */
  joined(): readonly RoomPerson[];
  /** Loads the people that the sync left out; until then some are unknown. */
  loadPeople(): Promise<void>;
  /** Tells of any change to state, people or sticky events, until the returned function is called. */
  follow(onChange: () => void): () => void;
}
