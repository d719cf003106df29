import { registerAccount } from "../support/matrix.ts";
import type { Json } from "../support/matrix.ts";
import { expect, test } from "../support/site.ts";
import {
  ask,
  connect,
  crash,
  DELAY_MS,
  openIdTokenOf,
  runningSince,
  startMember,
  tokenRequest,
} from "./delegatedLeave.ts";

test("a participant that vanishes has its delegated leave sent", async ({ browser, site }) => {
  test.setTimeout(180_000);
  const { authService } = site.addresses;
  const { account, roomId, delayId, membership } = await startMember(site, "Vera");
  const scheduledAt = await runningSince(account);
  const grant = await ask(
    authService,
    "/get_token",
    await tokenRequest(account, roomId, { delay_id: delayId, delay_timeout: DELAY_MS }),
  );
  expect(grant.status).toBe(200);
  const page = await connect(browser, authService, grant.body);
  await expect.poll(() => runningSince(account)).toBeGreaterThan(scheduledAt);
  expect(await membership()).toMatchObject({ application: "m.call" });

  await crash(page);
  await expect.poll(membership, { timeout: 90_000 }).toEqual({});
});

test("a leave is handed over without a token, and sent when its participant hangs up", async ({ browser, site }) => {
  test.setTimeout(120_000);
  const { authService } = site.addresses;
  const { account, roomId, delayId, membership } = await startMember(site, "Wim");
  const grant = await ask(authService, "/get_token", await tokenRequest(account, roomId));
  const page = await connect(browser, authService, grant.body);
  const scheduledAt = await runningSince(account);
  const handOver = await tokenRequest(account, roomId, { delay_id: delayId, delay_timeout: DELAY_MS });
  expect(await ask(authService, "/delegate_delayed_leave", handOver)).toEqual({ status: 200, body: {} });
  await expect.poll(() => runningSince(account)).toBeGreaterThan(scheduledAt);
  await page.context().close();
  await expect.poll(membership, { timeout: 60_000 }).toEqual({});
});

test("a real homeserver's word is needed: a forged token, and a token of somebody else's", async ({ site }) => {
  const { authService } = site.addresses;
  const alice = await registerAccount(site, "Alice");
  const bob = await registerAccount(site, "Bob");
  const request = await tokenRequest(alice, "!room:example.org");
  const openIdToken = request["openid_token"] as Json;
  const forged = await ask(authService, "/get_token", {
    ...request,
    openid_token: { ...openIdToken, access_token: "forged" },
  });
  expect([forged.status, forged.body.errcode]).toEqual([401, "M_UNAUTHORIZED"]);
  const ofBob = await ask(authService, "/get_token", { ...request, openid_token: await openIdTokenOf(bob) });
  expect([ofBob.status, ofBob.body.errcode]).toEqual([401, "M_UNAUTHORIZED"]);
});

test("clients that probe for delegation find it", async ({ site }) => {
  const probe = await fetch(`${site.addresses.authService}/delegate_delayed_leave`, { method: "POST" });
  expect([probe.status, probe.headers.get("access-control-allow-origin")]).toEqual([400, "*"]);
});
