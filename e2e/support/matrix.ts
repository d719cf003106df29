import type { Page, Response } from "@playwright/test";
import type { TestSite } from "./site.ts";

/** Any JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** A Matrix account as the homeserver knows it, used without our code. */
export interface MatrixAccount {
  readonly userId: string;
  readonly deviceId: string;
  readonly accessToken: string;
  readonly password: string;
  /** Asks the homeserver as this account. @throws with the answer, when it is not a success */
  request<T = Json>(method: "GET" | "POST" | "PUT", path: string, body?: Json): Promise<T>;
}

async function send<T>(url: string, method: string, accessToken: string | null, body?: Json): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      "Content-Type": "application/json",
      ...(accessToken === null ? {} : { Authorization: `Bearer ${accessToken}` }),
    },
    ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

/** Registers a fresh account on the site's homeserver. */
export async function registerAccount(
  { addresses }: Pick<TestSite, "addresses">,
  name: string,
): Promise<MatrixAccount> {
  const username = `${name.toLowerCase()}-${crypto.randomUUID().slice(0, 8)}`;
  const password = crypto.randomUUID();
  const registered = await send<{ user_id: string; device_id: string; access_token: string }>(
    `${addresses.homeserver}/_matrix/client/v3/register`,
    "POST",
    null,
    { username, password, auth: { type: "m.login.dummy" } },
  );
  const accessToken = registered.access_token;
  return {
    userId: registered.user_id,
    deviceId: registered.device_id,
    accessToken,
    password,
    request: (method, path, body) => send(`${addresses.homeserver}${path}`, method, accessToken, body),
  };
}

/** The room that a link of ours leads to. */
export function roomIdOf(link: string): string {
  const { hash, search } = new URL(link);
  const parameters = new URLSearchParams(hash.includes("?") ? hash.slice(hash.indexOf("?")) : search);
  const roomId = parameters.get("roomId");
  if (roomId === null) throw new Error(`no room in ${link}`);
  return roomId;
}

/** Joins the room of `link` as `account`. @returns the room's id */
export async function joinRoom(account: MatrixAccount, link: string): Promise<string> {
  const roomId = roomIdOf(link);
  await account.request("POST", `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`);
  return roomId;
}

/** Gets a token for the SFU from the authorisation service, with a real OpenID token of `account`. */
export async function getSfuToken(
  { addresses }: TestSite,
  account: MatrixAccount,
  roomId: string,
): Promise<{ readonly url: string; readonly jwt: string }> {
  const user = encodeURIComponent(account.userId);
  const openIdToken = await account.request("POST", `/_matrix/client/v3/user/${user}/openid/request_token`);
  return send(`${addresses.authService}/sfu/get`, "POST", null, {
    room: roomId,
    openid_token: openIdToken,
    device_id: account.deviceId,
  });
}

/** The account that a page got from its homeserver. */
export interface Session {
  readonly userId: string;
  readonly deviceId: string;
  readonly accessToken: string;
}

/** Waits for the homeserver's answer that brings `page` an account: ask before it is made. */
export async function readSession(page: Page): Promise<Session> {
  const isAnswer = (response: Response) =>
    /\/_matrix\/client\/v3\/(register|login)/.test(response.url()) &&
    response.request().method() === "POST" &&
    response.ok();
  const answer = await page.waitForEvent("response", { predicate: isAnswer, timeout: 60_000 });
  const {
    user_id: userId,
    device_id: deviceId,
    access_token: accessToken,
  } = (await answer.json()) as Record<"user_id" | "device_id" | "access_token", string>;
  return { userId, deviceId, accessToken };
}
