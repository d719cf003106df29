import type { FaultCode } from "../../machines/domain/fault.ts";
import type { Intent } from "@shell/contract";

/** What the one button of a fault does. */
export interface WayOn {
  /** Key of its words when they are not the fault's own `action`. */
  readonly words?: string;
  readonly kind: "retry" | "startNew" | "signIn" | "knock" | "allow" | "overrule";
  readonly intent: Intent;
}

const retry: WayOn = { kind: "retry", intent: { type: "retry.requested" } };
const startNew: WayOn = { kind: "startNew", intent: { type: "home.requested" } };
const signIn: WayOn = { kind: "signIn", intent: { type: "signInPage.requested" } };
const allow: WayOn = { kind: "allow", intent: { type: "permission.requested" } };

/** Where trying again would only end at the same place. Every other fault is tried again. */
const otherWays: Partial<Record<FaultCode, WayOn>> = {
  "account.registration_closed": signIn,
  "account.registration_unsupported": signIn,
  "account.token_expired": signIn,
  "room.not_found": startNew,
  "room.banned": startNew,
  "room.not_joinable": startNew,
  "room.knock_denied": startNew,
  "room.removed": startNew,
  "room.name_empty": startNew,
  "room.name_too_long": startNew,
  "room.knock_needed": { kind: "knock", intent: { type: "knock.requested" } },
  "key.wrong_password": startNew,
  "device.denied": allow,
  "device.in_use": allow,
  "device.missing": allow,
  "browser.unsupported": startNew,
  "browser.second_tab": { kind: "overrule", intent: { type: "otherTab.overruled" } },
};

/** The way on from a fault: there is always one. Whoever is confined to the room can only try again. */
export function wayOnFrom(code: FaultCode, isConfined = false): WayOn {
  const way = otherWays[code] ?? retry;
  return isConfined && way.kind === "startNew" ? { ...retry, words: "faultScreen.tryAgain" } : way;
}
