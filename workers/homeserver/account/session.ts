import type { DeviceId, UserId } from "../../../machines/domain/ids.ts";
import type { Account } from "../homeserver.api.ts";

/** A signed-in device with its token. Never leaves the worker. */
export interface Session {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly accessToken: string;
  readonly homeserverUrl: string;
  readonly displayName: string;
  readonly avatarMxc: string | null;
  readonly isGuest: boolean;
}

/** What the page may know of a session. */
export function accountOf(session: Session): Account {
  const { userId, deviceId, displayName, avatarMxc, isGuest, homeserverUrl } = session;
  return { userId, deviceId, displayName, avatarMxc, isGuest, homeserverUrl };
}

/** Reads a session back from storage. @returns null when it is not one. */
export function decodeSession(value: unknown): Session | null {
  if (typeof value !== "object" || value === null) return null;
  const { userId, deviceId, accessToken, homeserverUrl, displayName, avatarMxc, isGuest } = value as Record<
    string,
    unknown
  >;
  const texts = [userId, deviceId, accessToken, homeserverUrl, displayName];
  if (!texts.every((text) => typeof text === "string") || typeof isGuest !== "boolean") return null;
  if (avatarMxc !== null && typeof avatarMxc !== "string") return null;
  return value as Session;
}

/** The server part of a Matrix user id: everything after the first colon. */
export function serverNameOf(userId: UserId): string {
  return userId.slice(userId.indexOf(":") + 1);
}

/** The name part of a Matrix user id, shown when somebody has set no name. */
export function localPartOf(userId: string): string {
  const colon = userId.indexOf(":");
  return userId.slice(userId.startsWith("@") ? 1 : 0, colon === -1 ? undefined : colon);
}
