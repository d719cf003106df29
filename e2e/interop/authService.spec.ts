import { fileURLToPath } from "node:url";
import type { Browser, Page } from "@playwright/test";
import { registerAccount } from "../support/matrix.ts";
import type { Json, MatrixAccount } from "../support/matrix.ts";
import { expect, test, type TestSite } from "../support/site.ts";

const STATE_MEMBER = "org.matrix.msc3401.call.member";
const DELAYED = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";
/** Longer than the test: whatever is sent before was sent by the service. */
const DELAY_MS = 300_000;
const clientScript = fileURLToPath(new URL("livekit-client.umd.js", import.meta.resolve("livekit-client")));

interface Grant {
  readonly status: number;
  readonly body: { readonly url: string; readonly jwt: string; readonly errcode?: string };
}

async function ask({ addresses }: TestSite, route: string, body: Json): Promise<Grant> {
  const response = await fetch(addresses.authService + route, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Grant["body"] };
}

const statePath = (roomId: string, key: string) =>
  `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/${STATE_MEMBER}/${encodeURIComponent(key)}`;

/** Somebody in a room of their own, with a membership and the delayed event that would end it. */
async function startMember(site: TestSite, name: string) {
  const account = await registerAccount(site, name);
  const { room_id: roomId } = await account.request<{ room_id: string }>("POST", "/_matrix/client/v3/createRoom", {});
  const path = statePath(roomId, `_${account.userId}_${account.deviceId}_m.call`);
  const { delay_id: delayId } = await account.request<{ delay_id: string }>(
    "PUT",
    `${path}?org.matrix.msc4140.delay=${DELAY_MS}`,
    {},
  );
  await account.request("PUT", path, { application: "m.call", call_id: "", device_id: account.deviceId });
  const membership = () => account.request("GET", path);
  return { account, roomId, delayId, membership };
}

const openIdTokenOf = (account: MatrixAccount) =>
  account.request("POST", `/_matrix/client/v3/user/${encodeURIComponent(account.userId)}/openid/request_token`);

async function tokenRequest(account: MatrixAccount, roomId: string, more: Json = {}): Promise<Json> {
  const member = { id: "member-1", claimed_user_id: account.userId, claimed_device_id: account.deviceId };
  return { room_id: roomId, slot_id: "m.call#ROOM", openid_token: await openIdTokenOf(account), member, ...more };
}

/** When the delay of somebody's only delayed event last began. */
async function runningSince(account: MatrixAccount): Promise<number> {
  const { delayed_events: events } = await account.request<{ delayed_events: { running_since: number }[] }>(
    "GET",
    DELAYED,
  );
  return events[0]?.running_since ?? 0;
}

/** Connects to the SFU from a page of its own. */
async function connect(browser: Browser, site: TestSite, { url, jwt }: Grant["body"]): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${site.addresses.authService}/healthz`);
  await page.addScriptTag({ path: clientScript });
  await page.evaluate(
    async ([address, token]) => {
      const { LivekitClient } = globalThis as unknown as {
        LivekitClient: { Room: new () => { connect(url: string, token: string): Promise<void> } };
      };
      const room = new LivekitClient.Room();
      await room.connect(address, token);
      Object.assign(globalThis, { room });
    },
    [url, jwt] as const,
  );
  return page;
}

test("a participant that vanishes has its delegated leave sent", async ({ browser, site }) => {
  test.setTimeout(180_000);
  const { account, roomId, delayId, membership } = await startMember(site, "Vera");
  const scheduledAt = await runningSince(account);
  const grant = await ask(
    site,
    "/get_token",
    await tokenRequest(account, roomId, { delay_id: delayId, delay_timeout: DELAY_MS }),
  );
  expect(grant.status).toBe(200);
  const page = await connect(browser, site, grant.body);
  await expect.poll(() => runningSince(account)).toBeGreaterThan(scheduledAt);
  expect(await membership()).toMatchObject({ application: "m.call" });

  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  session.send("Page.crash").catch(() => undefined); // nobody answers from there
  await crashed;
  await expect.poll(membership, { timeout: 90_000 }).toEqual({});
});

test("a leave is handed over without a token, and sent when its participant hangs up", async ({ browser, site }) => {
  test.setTimeout(120_000);
  const { account, roomId, delayId, membership } = await startMember(site, "Wim");
  const grant = await ask(site, "/get_token", await tokenRequest(account, roomId));
  const page = await connect(browser, site, grant.body);
  const scheduledAt = await runningSince(account);
  const handOver = await tokenRequest(account, roomId, { delay_id: delayId, delay_timeout: DELAY_MS });
  expect(await ask(site, "/delegate_delayed_leave", handOver)).toEqual({ status: 200, body: {} });
  await expect.poll(() => runningSince(account)).toBeGreaterThan(scheduledAt);
  await page.context().close();
  await expect.poll(membership, { timeout: 60_000 }).toEqual({});
});

test("a real homeserver's word is needed: a forged token, and a token of somebody else's", async ({ site }) => {
  const alice = await registerAccount(site, "Alice");
  const bob = await registerAccount(site, "Bob");
  const request = await tokenRequest(alice, "!room:example.org");
  const openIdToken = request["openid_token"] as Json;
  const forged = await ask(site, "/get_token", {
    ...request,
    openid_token: { ...openIdToken, access_token: "forged" },
  });
  expect([forged.status, forged.body.errcode]).toEqual([401, "M_UNAUTHORIZED"]);
  const ofBob = await ask(site, "/get_token", { ...request, openid_token: await openIdTokenOf(bob) });
  expect([ofBob.status, ofBob.body.errcode]).toEqual([401, "M_UNAUTHORIZED"]);
});

test("clients that probe for delegation find it", async ({ site }) => {
  const probe = await fetch(`${site.addresses.authService}/delegate_delayed_leave`, { method: "POST" });
  expect([probe.status, probe.headers.get("access-control-allow-origin")]).toEqual([400, "*"]);
});
