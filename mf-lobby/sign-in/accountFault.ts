import type { Fault, FaultCode } from "../../machines/domain/fault.ts";

/** The field beside which an account's fault is told; `form` when it is about none of them. */
export type FaultPlace = "userName" | "password" | "form";

const placeByCode: Partial<Record<FaultCode, FaultPlace>> = {
  "account.wrong_password": "password",
  "account.password_weak": "password",
  "account.name_taken": "userName",
  "account.name_invalid": "userName",
};

/** Where on the form `fault` is told. */
export function placeOf(fault: Fault): FaultPlace {
  return placeByCode[fault.code] ?? "form";
}

/** Fewest characters of a new password (chosen by us; a homeserver may want more and then says `account.password_weak`). */
export const PASSWORD_MIN = 8;
