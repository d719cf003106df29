import type { DeviceId, EventId, MemberId, ParticipantId, UnixMs, UserId } from "./ids.ts";
import type { Transport } from "./transport.ts";

/** What a member means to send: `audio` or `video`; other words are kept as they came (`m.call.intent`). */
export type CallIntent = "audio" | "video" | (string & {});

/** One joining of the slot by one device, read from either membership form (MSC4143). */
export interface Member {
  readonly memberId: MemberId;
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  /** The LiveKit identity under which this member's media is found, on the SFU of `transport`. */
  readonly participantId: ParticipantId;
  /** The form in which the membership was sent. */
  readonly form: "state" | "sticky";
  /** The membership event now in force; reactions and hands refer to it. */
  readonly eventId: EventId;
  /** When this joining began, by the homeserver's clock. */
  readonly joinedAt: UnixMs;
  /** Where this member publishes, after `oldest_membership` has been resolved; null when it names none we can use. */
  readonly transport: Transport | null;
  /** What this member offers first for an `oldest_membership` call; usually the same as `transport`. */
  readonly preferredTransport: Transport | null;
  readonly focusSelection: "multi_sfu" | "oldest_membership";
  readonly intent: CallIntent | null;
  /** The room member's name, already told apart from others of the same name. */
  readonly displayName: string;
  /** `mxc://` address of the picture, if any. */
  readonly avatarMxc: string | null;
  readonly isOwn: boolean;
}

/** Whether `a` and `b` say the same, so that no event is due. */
export function isSameMember(a: Member, b: Member): boolean {
  return (Object.keys(a) as (keyof Member)[]).every((key) =>
    key === "transport" || key === "preferredTransport" ? a[key]?.serviceUrl === b[key]?.serviceUrl : a[key] === b[key],
  );
}
