import { expect, test } from "vitest";
import type { Member } from "../../../machines/domain/member.ts";
import { type CallState, initialCallState } from "../../../machines/projections/callState.projection.ts";
import { memberOf } from "../../../machines/testing/fixtures.ts";
import { createStore } from "../store.ts";
import { watchCompany } from "./autoLeave.ts";

const own = memberOf("ann", { isOwn: true });
const ownPhone = memberOf("ann", { memberId: "@ann:example.org:PHONE" as Member["memberId"] });
const ben = memberOf("ben");

/** Shows these members one after another to somebody in a call. @returns how often the call turned empty */
function emptied(...rosters: readonly (readonly Member[])[]): number {
  const state = createStore<CallState>(initialCallState);
  let count = 0;
  watchCompany(state, () => (count += 1));
  for (const members of rosters) {
    const roster = new Map(members.map((member) => [member.memberId, { member, isSuspended: false }]));
    state.set({ ...initialCallState, phase: "joined", roster });
  }
  return count;
}

test.each([
  ["the last other person leaves", [[own], [own, ben], [own]], 1],
  ["nobody has come yet", [[own], [own]], 0],
  [
    "one of two others leaves",
    [
      [own, ben, memberOf("cleo")],
      [own, ben],
    ],
    0,
  ],
  ["our own phone is no company", [[own], [own, ownPhone], [own]], 0],
  [
    "with only our own phone left we are alone",
    [
      [own, ownPhone, ben],
      [own, ownPhone],
    ],
    1,
  ],
] as const)("[C7] %s", (_, rosters, count) => {
  expect(emptied(...rosters)).toBe(count);
});

test("[C7] before we are in, nobody's leaving counts", () => {
  const state = createStore<CallState>(initialCallState);
  let count = 0;
  watchCompany(state, () => (count += 1));
  state.set({ ...initialCallState, roster: new Map([[ben.memberId, { member: ben, isSuspended: false }]]) });
  state.set({
    ...initialCallState,
    phase: "joined",
    roster: new Map([[own.memberId, { member: own, isSuspended: false }]]),
  });
  expect(count).toBe(0);
});
