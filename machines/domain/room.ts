import type { RoomId } from "./ids.ts";

/** Our own part in a room; `none` when we never were in it. */
export type RoomMembership = "join" | "invite" | "knock" | "leave" | "ban" | "none";

/** A room that somebody could enter, seen from outside (MSC3266) or inside. */
export interface RoomPreview {
  readonly roomId: RoomId;
  readonly name: string;
  readonly avatarMxc: string | null;
  readonly joinRule: "public" | "knock" | "invite" | "restricted" | "other";
  readonly membership: RoomMembership;
  readonly isEncrypted: boolean;
  readonly memberCount: number;
  /** Servers to go through when joining. */
  readonly viaServers: readonly string[];
}
