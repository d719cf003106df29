import { fileURLToPath } from "node:url";
import type { Browser, Page } from "@playwright/test";
import { registerAccount } from "../support/matrix.ts";
import type { Json, MatrixAccount } from "../support/matrix.ts";
import type { TestSite } from "../support/site.ts";

const STATE_MEMBER = "org.matrix.msc3401.call.member";
const DELAYED = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";
/** Longer than a test: whatever is sent before was sent by the service. */
export const DELAY_MS = 300_000;
const clientScript = fileURLToPath(new URL("livekit-client.umd.js", import.meta.resolve("livekit-client")));

/** An answer of the authorisation service. */
export interface Grant {
  readonly status: number;
  readonly body: { readonly url: string; readonly jwt: string; readonly errcode?: string };
}

/** Asks the service at `url`. */
export async function ask(url: string, route: string, body: Json): Promise<Grant> {
  const response = await fetch(url + route, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Grant["body"] };
}

const statePath = (roomId: string, key: string) =>
  `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/${STATE_MEMBER}/${encodeURIComponent(key)}`;

/** Somebody in a room of their own, with a membership and the delayed event that would end it. */
export async function startMember(site: Pick<TestSite, "addresses">, name: string) {
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

/** A fresh OpenID token of `account`. */
export const openIdTokenOf = (account: MatrixAccount) =>
  account.request("POST", `/_matrix/client/v3/user/${encodeURIComponent(account.userId)}/openid/request_token`);

/** What a client sends to `/get_token`, with `more` fields. */
export async function tokenRequest(account: MatrixAccount, roomId: string, more: Json = {}): Promise<Json> {
  const member = { id: "member-1", claimed_user_id: account.userId, claimed_device_id: account.deviceId };
  return { room_id: roomId, slot_id: "m.call#ROOM", openid_token: await openIdTokenOf(account), member, ...more };
}

/** When the delay of somebody's only delayed event last began. */
export async function runningSince(account: MatrixAccount): Promise<number> {
  const { delayed_events: events } = await account.request<{ delayed_events: { running_since: number }[] }>(
    "GET",
    DELAYED,
  );
  return events[0]?.running_since ?? 0;
}

/** Connects to the SFU from a page of its own, of the service at `serviceUrl`. */
export async function connect(browser: Browser, serviceUrl: string, { url, jwt }: Grant["body"]): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${serviceUrl}/healthz`);
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

/** Ends the page's process as a crash would. */
export async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  session.send("Page.crash").catch(() => undefined); // nobody answers from there
  await crashed;
}
