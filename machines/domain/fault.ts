/** Who can mend a fault: trying again, the person in front of the screen, the operator, or nobody here. */
export type Recovery = "retry" | "ask_user" | "ask_operator" | "give_up";

/** Which hop failed; a log line and a screen name the same one. */
export type Hop =
  | "homeserver"
  | "well-known"
  | "config"
  | "authorisation"
  | "sfu"
  | "device"
  | "storage"
  | "browser"
  | "room"
  | "interface";

/** A failure as data: facts, no sentences. Words live in `locales` under the same code. */
export interface Fault {
  readonly code: FaultCode;
  /** The address that was asked, when there is one; never with a token in it. */
  readonly url?: string;
  /** What the other side said: its error code or status, for "Details". */
  readonly detail?: string;
  /** When it makes sense to ask again, in ms from now. */
  readonly retryAfterMs?: number;
}

interface FaultFacts {
  readonly hop: Hop;
  readonly recovery: Recovery;
}

/** Every fault we know, the hop that it names and who can mend it. A new code gets words in `locales/en` too. */
export const faultFacts = {
  "account.wrong_password": { hop: "homeserver", recovery: "ask_user" },
  "account.name_taken": { hop: "homeserver", recovery: "ask_user" },
  "account.name_invalid": { hop: "homeserver", recovery: "ask_user" },
  "account.password_weak": { hop: "homeserver", recovery: "ask_user" },
  "account.registration_closed": { hop: "homeserver", recovery: "ask_operator" },
  "account.registration_unsupported": { hop: "homeserver", recovery: "ask_operator" },
  "account.token_expired": { hop: "homeserver", recovery: "ask_user" },
  "account.limited": { hop: "homeserver", recovery: "retry" },
  "homeserver.unreachable": { hop: "homeserver", recovery: "retry" },
  "homeserver.refused": { hop: "homeserver", recovery: "retry" },
  "room.not_found": { hop: "room", recovery: "ask_user" },
  "room.banned": { hop: "room", recovery: "give_up" },
  "room.not_joinable": { hop: "room", recovery: "ask_user" },
  "room.knock_needed": { hop: "room", recovery: "ask_user" },
  "room.knock_denied": { hop: "room", recovery: "give_up" },
  "room.removed": { hop: "room", recovery: "give_up" },
  "room.name_empty": { hop: "interface", recovery: "ask_user" },
  "room.name_too_long": { hop: "interface", recovery: "ask_user" },
  "room.create_refused": { hop: "homeserver", recovery: "ask_operator" },
  "room.membership_refused": { hop: "homeserver", recovery: "ask_operator" },
  "key.wrong_password": { hop: "interface", recovery: "ask_user" },
  "key.not_delivered": { hop: "homeserver", recovery: "retry" },
  "transport.missing": { hop: "config", recovery: "ask_operator" },
  "transport.unreachable": { hop: "authorisation", recovery: "retry" },
  "transport.refused": { hop: "authorisation", recovery: "ask_operator" },
  "transport.outdated": { hop: "authorisation", recovery: "ask_operator" },
  "sfu.unreachable": { hop: "sfu", recovery: "retry" },
  "sfu.full": { hop: "sfu", recovery: "retry" },
  "sfu.room_missing": { hop: "sfu", recovery: "ask_operator" },
  "sfu.media_blocked": { hop: "sfu", recovery: "ask_operator" },
  "sfu.publish_denied": { hop: "sfu", recovery: "ask_operator" },
  "sticky.unsupported": { hop: "homeserver", recovery: "ask_operator" },
  "device.denied": { hop: "device", recovery: "ask_user" },
  "device.in_use": { hop: "device", recovery: "ask_user" },
  "device.missing": { hop: "device", recovery: "ask_user" },
  "device.share_failed": { hop: "device", recovery: "ask_user" },
  "storage.blocked": { hop: "storage", recovery: "ask_user" },
  "storage.full": { hop: "storage", recovery: "ask_user" },
  "browser.unsupported": { hop: "browser", recovery: "give_up" },
  "browser.insecure": { hop: "browser", recovery: "ask_operator" },
  "browser.second_tab": { hop: "browser", recovery: "ask_user" },
  "step.timed_out": { hop: "interface", recovery: "retry" },
  "interface.failed": { hop: "interface", recovery: "retry" },
  "config.unreadable": { hop: "config", recovery: "ask_operator" },
} as const satisfies Record<string, FaultFacts>;

/** The name of a fault, `noun.what_happened`. */
export type FaultCode = keyof typeof faultFacts;

/** Makes a fault of `code` with the given facts. */
export function faultOf(code: FaultCode, facts: Omit<Fault, "code"> = {}): Fault {
  return { code, ...facts };
}
