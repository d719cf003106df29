import { createHash } from "node:crypto";
import { readJsonField, readJsonString } from "../jsonField.ts";
import { readSigned } from "../jwt.ts";
import type { JobEvent } from "./job.ts";

/** What the SFU told: of one participant, or of a room as a whole. */
export interface SfuEvent {
  readonly room: string;
  /** Null when it concerns everybody in the room. */
  readonly identity: string | null;
  readonly what:
    | (JobEvent & { readonly type: "participant.joined" | "participant.left" | "room.restarted" })
    | { readonly type: "room.ended" };
}

/** What a webhook is: somebody else's, ours but of no concern, or an event. */
export type Webhook = { readonly kind: "forged" | "ignored" } | { readonly kind: "heard"; readonly event: SfuEvent };

/** Checks a webhook's signature over its body, and reads it. */
export type ReceiveWebhook = (body: string, authorization: string | undefined) => Webhook;

function readWhy(body: string): "intentional" | "lost" | "moved" {
  // LiveKit writes the names of its reasons; a number is how other writers of protocol buffers would.
  const reason = readJsonField(body, ["participant", "disconnectReason"]);
  if (reason === "DUPLICATE_IDENTITY" || reason === 2 || reason === "MIGRATION" || reason === 8) return "moved";
  const isIntentional = reason === "CLIENT_INITIATED" || reason === 1;
  return isIntentional && readJsonString(body, ["event"]) === "participant_left" ? "intentional" : "lost";
}

function readWhat(body: string): SfuEvent["what"] | null {
  const sid = readJsonString(body, ["participant", "sid"]) || null;
  switch (readJsonString(body, ["event"])) {
    case "room_started":
      return { type: "room.restarted" };
    case "room_finished":
      return { type: "room.ended" };
    case "participant_joined":
      return { type: "participant.joined", sid };
    case "participant_left":
    case "participant_connection_aborted": {
      const joinedAt = Number(readJsonField(body, ["participant", "joinedAtMs"]) ?? 0);
      return { type: "participant.left", sid, joinedAt: joinedAt > 0 ? joinedAt : null, why: readWhy(body) };
    }
    default:
      return null;
  }
}

function readEvent(body: string): SfuEvent | null {
  const room = readJsonString(body, ["room", "name"]);
  const identity = readJsonString(body, ["participant", "identity"]) || null;
  const what = readWhat(body);
  if (!room || what === null) return null;
  const isOfRoom = what.type === "room.restarted" || what.type === "room.ended";
  if (isOfRoom) return { room, identity: null, what };
  return identity === null ? null : { room, identity, what };
}

/**
 * Receives the webhooks that are signed with the SFU's own key. `livekit-server-sdk` could do it too, but brings all of LiveKit's
 * protocol along, which takes 30 MB; it is the measure of this in the tests.
 */
export function createWebhookReceiver(livekitKey: string, livekitSecret: string): ReceiveWebhook {
  return (body, authorization) => {
    const claims = readSigned(authorization ?? "", livekitKey, livekitSecret, Date.now() / 1000);
    const digest = createHash("sha256").update(body, "utf8").digest("base64");
    if (claims === null || readJsonString(claims, ["sha256"]) !== digest) return { kind: "forged" };
    const event = readEvent(body);
    return event === null ? { kind: "ignored" } : { kind: "heard", event };
  };
}
