import type { Fault, FaultCode } from "../../machines/domain/fault.ts";

/** The field beside which an account's fault is told; `form` when it is about none of them. */
export type FaultPlace = "userName" | "password" | "form";

/** What a form does with an account: `guest` makes one on the fly and asks for a name only. */
export type AccountFormKind = "login" | "register" | "guest";

const placeByCode: Partial<Record<FaultCode, FaultPlace>> = {
  "account.wrong_password": "password",
  "account.password_weak": "password",
  "account.name_taken": "userName",
  "account.name_invalid": "userName",
};

/** Faults that only one way to an account can have; the others can happen on every way. */
const kindByCode: Partial<Record<FaultCode, readonly AccountFormKind[]>> = {
  "account.wrong_password": ["login"],
  "account.password_weak": ["register"],
  "account.name_taken": ["register"],
  "account.name_invalid": ["register"],
  "account.registration_closed": ["register", "guest"],
  "account.registration_unsupported": ["register", "guest"],
};

/** Where on the form `fault` is told. */
export function placeOf(fault: Fault): FaultPlace {
  return placeByCode[fault.code] ?? "form";
}

/** The account's last fault if it belongs on a form of `kind`: one page's is not shown on the next. */
export function faultOn(kind: AccountFormKind, fault: Fault | null): Fault | null {
  const kinds = fault === null ? [] : (kindByCode[fault.code] ?? [kind]);
  return kinds.includes(kind) ? fault : null;
}

/** Fewest characters of a new password (chosen by us; a homeserver may want more and then says `account.password_weak`). */
export const PASSWORD_MIN = 8;
