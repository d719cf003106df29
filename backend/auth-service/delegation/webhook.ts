import { WebhookReceiver } from "livekit-server-sdk";
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

/** Checks a webhook's signature and reads it; null for what is of no concern. @throws when it is not the SFU's */
export type ReceiveWebhook = (body: string, authorization: string | undefined) => Promise<SfuEvent | null>;

/** LiveKit's reasons for the end of a connection. */
const CLIENT_INITIATED = 1;
const DUPLICATE_IDENTITY = 2;
const MIGRATION = 8;

type Received = Awaited<ReturnType<WebhookReceiver["receive"]>>;

function readLeave({ event, participant }: Received): SfuEvent["what"] {
  const reason = participant?.disconnectReason;
  const isIntentional = event === "participant_left" && reason === CLIENT_INITIATED;
  return {
    type: "participant.left",
    sid: participant?.sid || null,
    joinedAt: participant?.joinedAtMs ? Number(participant.joinedAtMs) : null,
    why: reason === DUPLICATE_IDENTITY || reason === MIGRATION ? "moved" : isIntentional ? "intentional" : "lost",
  };
}

function readEvent(received: Received): SfuEvent | null {
  const room = received.room?.name;
  if (!room) return null;
  const identity = received.participant?.identity || null;
  switch (received.event) {
    case "room_started":
      return { room, identity: null, what: { type: "room.restarted" } };
    case "room_finished":
      return { room, identity: null, what: { type: "room.ended" } };
    case "participant_joined":
      return identity === null
        ? null
        : { room, identity, what: { type: "participant.joined", sid: received.participant?.sid || null } };
    case "participant_left":
    case "participant_connection_aborted":
      return identity === null ? null : { room, identity, what: readLeave(received) };
    default:
      return null;
  }
}

/** Receives the webhooks that are signed with the SFU's own key. */
export function createWebhookReceiver(livekitKey: string, livekitSecret: string): ReceiveWebhook {
  const receiver = new WebhookReceiver(livekitKey, livekitSecret);
  return async (body, authorization) => readEvent(await receiver.receive(body, authorization));
}
