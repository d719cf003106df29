/** How a call's media is encrypted; everybody in a call must come to the same answer. */
export type EncryptionMode =
  /** A key for each member, sent over Olm: rooms with `m.room.encryption`. */
  | "per_participant"
  /** One key for everybody, from the link's `password`. */
  | "shared_key"
  /** Plain media: only in calls made elsewhere that have neither. */
  | "none";

/** Which membership we send and where we publish; all forms are read at all times. */
export type MatrixRtcMode = "legacy" | "compatibility" | "matrix_2_0";

/** A step on the way from the lobby into the call; each is shown by name and has a deadline. */
export type JoinStep = "authorising" | "connecting" | "announcing" | "distributing_key" | "publishing";

/** The steps in the order in which a person reads them. */
export const JOIN_STEPS: readonly JoinStep[] = [
  "authorising",
  "connecting",
  "announcing",
  "distributing_key",
  "publishing",
];

/** Those that a person waits for; the others go on when they are in. */
export const ARRIVAL_STEPS: readonly JoinStep[] = ["authorising", "connecting", "announcing"];

/** A leg that a call stands on; each can be down without the others. */
export type Leg = "homeserver" | "membership" | "transport" | "device";

/** What a track carries. */
export type TrackSource = "camera" | "microphone" | "screen" | "screen_audio";

/** What the first member of a call sends to its room: a ringing that wants an answer, or a quiet notice (MSC4075). */
export type NotificationKind = "ring" | "notification";
