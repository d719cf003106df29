import type { DeviceId, MemberId, ParticipantId, UserId } from "../../../machines/domain/ids.ts";

/** What a LiveKit identity is made from. */
export interface IdentityParts {
  readonly form: "state" | "sticky";
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly memberId: MemberId;
}

/**
 * The LiveKit identity of a member: plain for state memberships, the unpadded base64 of a SHA-256 for sticky ones, the
 * same as the authorisation service puts into the token. @see MSC4195
 */
export async function participantIdOf({ form, userId, deviceId, memberId }: IdentityParts): Promise<ParticipantId> {
  if (form === "state") return `${userId}:${deviceId}` as ParticipantId;
  const text = new TextEncoder().encode(JSON.stringify([userId, deviceId, memberId]));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return btoa(String.fromCharCode(...hash)).replace(/=+$/, "") as ParticipantId;
}
