import { createHash } from "node:crypto";

/**
 * Characters that the reference service writes as escapes in JSON, although JavaScript does not; without them, both services
 * would put the callers of such a room into two different LiveKit rooms.
 */
const ESCAPED = /[<>&\u2028\u2029]/g;

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** SHA-256 over the JSON text of `parts`, as unpadded standard base64: 43 characters. */
export function hashOf(parts: readonly string[]): string {
  const text = JSON.stringify(parts.map((part) => part.toWellFormed())).replaceAll(ESCAPED, toEscape);
  return createHash("sha256").update(text, "utf8").digest("base64").replace(/=+$/, "");
}

/** The LiveKit room of a slot in a Matrix room. */
export function livekitRoomOf(roomId: string, slotId: string): string {
  return hashOf([roomId, slotId]);
}

/** The LiveKit identity of a device that asks at `/sfu/get`. */
export function legacyIdentityOf(userId: string, deviceId: string): string {
  return `${userId}:${deviceId}`;
}

/** The LiveKit identity of a member that asks at `/get_token`: it tells the SFU nothing of who it is. @see MSC4195 */
export function identityOf(userId: string, deviceId: string, memberId: string): string {
  return hashOf([userId, deviceId, memberId]);
}
