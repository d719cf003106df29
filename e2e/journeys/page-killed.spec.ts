import { joinRoom, type Json, type MatrixAccount, registerAccount } from "../support/matrix.ts";
import { callTogether, test } from "../support/people.ts";
import { expectAllTogether, tileOf } from "../support/senses.ts";
import { expect } from "../support/site.ts";

/** The delay of the local site's delayed leave, and what may come on top of it, in ms. */
const DELAYED_LEAVE_MS = 18_000;
const MARGIN_MS = 2_000;

interface StateEvent {
  readonly type: string;
  readonly content: Json;
}

async function countMemberships(observer: MatrixAccount, roomId: string): Promise<number> {
  const state = await observer.request<readonly StateEvent[]>(
    "GET",
    `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state`,
  );
  return state.filter(
    ({ type, content }) => type === "org.matrix.msc3401.call.member" && Object.keys(content).length > 0,
  ).length;
}

test("a member whose page dies is gone for the other in time, and leaves no membership behind", async ({
  people,
  site,
}) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  const link = await callTogether([alice, bob]);
  const observer = await registerAccount(site, "observer");
  const roomId = await joinRoom(observer, link);
  await expectAllTogether([alice, bob]);
  expect(await countMemberships(observer, roomId)).toBe(2);

  const session = await alice.context.newCDPSession(alice.page);
  const killedAt = Date.now();
  void session.send("Page.crash").catch(() => undefined);

  await expect(tileOf(bob, "Alice")).toHaveCount(0, { timeout: DELAYED_LEAVE_MS + MARGIN_MS });
  expect(Date.now() - killedAt).toBeLessThan(DELAYED_LEAVE_MS + MARGIN_MS);
  await expect.poll(() => countMemberships(observer, roomId)).toBe(1);
  await expect(bob.page.getByTestId("roomHeader_participants_count")).toHaveText("1");
});
