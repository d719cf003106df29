import { expect, test } from "vitest";
import { faultOf, type FaultCode } from "../../machines/domain/fault.ts";
import { faultOn, placeOf, type AccountFormKind } from "./accountFault.ts";

test.each<[FaultCode, readonly AccountFormKind[]]>([
  ["account.wrong_password", ["login"]],
  ["account.name_taken", ["register"]],
  ["account.registration_closed", ["register", "guest"]],
  ["homeserver.unreachable", ["login", "register", "guest"]],
])("%s is told on %j", (code, kinds) => {
  const fault = faultOf(code);
  const all: readonly AccountFormKind[] = ["login", "register", "guest"];
  expect(all.filter((kind) => faultOn(kind, fault) === fault)).toEqual(kinds);
});

test("without a fault there is nothing to tell", () => {
  expect(faultOn("login", null)).toBeNull();
});

test.each<[FaultCode, string]>([
  ["account.wrong_password", "password"],
  ["account.name_taken", "userName"],
  ["homeserver.unreachable", "form"],
])("%s is told beside %s", (code, place) => {
  expect(placeOf(faultOf(code))).toBe(place);
});
