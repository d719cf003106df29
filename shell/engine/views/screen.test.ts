import { createActor } from "xstate";
import { expect, test } from "vitest";
import { type AccountEvent, accountMachine } from "../../../machines/account/account.machine.ts";
import { callMachine } from "../../../machines/call/call.machine.ts";
import { faultOf } from "../../../machines/domain/fault.ts";
import { decodeUrlParams } from "../../../machines/domain/urlParams.ts";
import { roomMachine } from "../../../machines/room/room.machine.ts";
import { accountOf } from "../../../machines/testing/fixtures.ts";
import { selectScreen } from "./screen.ts";

const nobody: AccountEvent = { type: "account.restored", account: null };
const somebody: AccountEvent = { type: "account.restored", account: accountOf() };
const asGuest: AccountEvent = { type: "guest.requested", displayName: "Ann" };

/** The screens that somebody sees one after another who opens this link while these things happen. */
function screensOf(link: string, wasSignedIn: boolean, ...events: readonly AccountEvent[]) {
  const { pathname, search, hash } = new URL(link, "https://call.example.org");
  const account = createActor(accountMachine).start();
  const look = () =>
    selectScreen({
      route: { name: "room", params: decodeUrlParams({ pathname, search, hash }) },
      pageFault: null,
      account: account.getSnapshot(),
      wasSignedIn,
      room: createActor(roomMachine).getSnapshot(),
      call: createActor(callMachine).getSnapshot(),
    }).screen;
  return [
    look(),
    ...events.map((event) => {
      account.send(event);
      return look();
    }),
  ];
}

test.each([
  ["whoever was here before is not asked for a name", "/room/#/x", true, [somebody], ["lobby", "lobby"]],
  ["whoever is new is asked at once, and once", "/room/#/x", false, [nobody], ["entry", "entry"]],
  ["whoever was signed out meanwhile is asked", "/room/#/x", true, [nobody], ["lobby", "entry"]],
  ["a name in the link answers", "/room/#/x?displayName=Ann", false, [nobody, asGuest], ["lobby", "lobby", "lobby"]],
  [
    "a name with which no account could be had is asked for",
    "/room/#/x?displayName=Ann",
    false,
    [nobody, asGuest, { type: "account.refused", fault: faultOf("account.registration_closed") }],
    ["lobby", "lobby", "lobby", "entry"],
  ],
] as const)("%s", (_, link, wasSignedIn, events, screens) => {
  expect(screensOf(link, wasSignedIn, ...(events as readonly AccountEvent[]))).toEqual(screens);
});
