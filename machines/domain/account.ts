import type { DeviceId, UserId } from "./ids.ts";

/** Who is signed in. The access token stays in the homeserver worker. */
export interface Account {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly displayName: string;
  readonly avatarMxc: string | null;
  /** Made on the fly for a link, without a password of the person's choosing. */
  readonly isGuest: boolean;
  readonly homeserverUrl: string;
}
