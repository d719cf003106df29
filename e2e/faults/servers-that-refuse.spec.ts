import type { Page } from "@playwright/test";
import { expectFault, faults } from "../support/faultWords.ts";
import { joinCall, requestCall, startCall, test } from "../support/people.ts";
import { expect } from "../support/site.ts";

/** Presses "Join", and does not wait for what comes of it. */
async function join(page: Page): Promise<void> {
  await expect(page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.getByTestId("lobby_joinCall").click();
}

/** Requests for a token for the SFU. */
const tokenRequest = /\/(sfu\/get|get_token)$/;
const anyOrigin = { "access-control-allow-origin": "*" };

test("the homeserver does not answer: home says so, keeps what was typed, and goes on when it answers", async ({
  people,
  site,
}) => {
  const { page, name } = await people.open("Alice");
  await page.goto("/");
  await page.getByTestId("home_callName").fill("Weekly planning");
  await page.getByTestId("home_displayName").fill(name);
  await site.act("homeserver", "kill");
  await page.getByTestId("home_go").click();
  await expect(page.getByText(faults.homeserver.unreachable.title)).toBeVisible({ timeout: 45_000 });
  await expect(page.getByTestId("home_callName")).toHaveValue("Weekly planning");
  await expect(page.getByTestId("home_displayName")).toHaveValue(name);
  await site.act("homeserver", "start");
  await page.getByTestId("home_go").click();
  await expect(page.getByTestId("lobby_joinCall")).toBeVisible({ timeout: 30_000 });
});

for (const [status, errcode, said] of [
  [503, "M_UNKNOWN", faults.transport.unreachable],
  [403, "M_FORBIDDEN", faults.transport.refused],
] as const) {
  test(`the authorisation service answers ${status}: joining says so, and trying again joins`, async ({ people }) => {
    const alice = await people.open("Alice");
    await alice.context.route(tokenRequest, (route) =>
      route.fulfill({ status, json: { errcode, error: "made to fail" }, headers: anyOrigin }),
    );
    await startCall(alice);
    await join(alice.page);
    await expectFault(alice.page, said);
    await alice.context.unroute(tokenRequest);
    await alice.page.getByRole("button", { name: said.action }).click();
    await expect(alice.page.getByTestId("incall_leave")).toBeVisible({ timeout: 30_000 });
  });
}

test("the SFU is not there, so that its door opens no room: joining says so, and trying again joins when it is", async ({
  people,
  site,
}) => {
  const alice = await people.open("Alice");
  await site.act("sfu", "kill");
  await startCall(alice);
  await join(alice.page);
  await expectFault(alice.page, faults.sfu.unreachable);
  await site.act("sfu", "start");
  await alice.page.getByRole("button", { name: faults.sfu.unreachable.action }).click();
  await expect(alice.page.getByTestId("incall_leave")).toBeVisible({ timeout: 30_000 });
});

test("the SFU cannot be reached from here: joining says so, and trying again joins when it can", async ({ people }) => {
  const alice = await people.open("Alice");
  await alice.context.route(tokenRequest, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), url: "ws://localhost:9" } });
  });
  await startCall(alice);
  await join(alice.page);
  await expectFault(alice.page, faults.sfu.unreachable);
  await alice.context.unroute(tokenRequest);
  await alice.page.getByRole("button", { name: faults.sfu.unreachable.action }).click();
  await expect(alice.page.getByTestId("incall_leave")).toBeVisible({ timeout: 30_000 });
});

test("no media server is known anywhere: it is said in words", async ({ people }) => {
  const alice = await people.open("Alice");
  await alice.context.route("**/config.json", async (route) => {
    const config = (await (await route.fetch()).json()) as Record<string, unknown>;
    delete config["livekit"];
    await route.fulfill({ json: config });
  });
  await alice.context.route(/\/rtc\/transports$/, (route) =>
    route.fulfill({ json: {}, headers: { ...anyOrigin, "access-control-allow-headers": "*" } }),
  );
  await alice.context.route(/\/\.well-known\/matrix\/client$/, (route) =>
    route.fulfill({ status: 404, json: {}, headers: anyOrigin }),
  );
  await requestCall(alice);
  await expectFault(alice.page, faults.transport.missing);
});

test("an account that the homeserver no longer knows: the call goes on for now, and logging in again is offered", async ({
  people,
  site,
}) => {
  const alice = await people.open("Alice");
  const session = alice.page.waitForResponse((response) => response.url().includes("/v3/register") && response.ok());
  await startCall(alice);
  await joinCall(alice);
  const { access_token: token } = (await (await session).json()) as { access_token: string };
  await fetch(`${site.addresses.homeserver}/_matrix/client/v3/logout`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
  });
  await expect(alice.page.getByText(faults.account.token_expired.title)).toBeVisible({ timeout: 30_000 });
});
