import { Writable } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import { failed, ok } from "../../machines/domain/result.ts";
import type { OpenIdToken, VerifyOpenId } from "./openid.ts";
import { createAuthServer } from "./server.ts";
import type { Sfu } from "./sfu.ts";

const openIdToken = {
  access_token: "s3cret-token",
  token_type: "Bearer",
  matrix_server_name: "example.org",
  expires_in: 3600,
};
const sfuGet = { room: "!room:example.com", openid_token: openIdToken, device_id: "DEVICE" };
const member = { id: "member-1", claimed_user_id: "@alice:example.org", claimed_device_id: "DEVICE" };
const getToken = { room_id: "!room:example.com", slot_id: "m.call#ROOM", openid_token: openIdToken, member };
const callRoom = "krj2dgxw2K6EOm9he4GfQJ6JsSVWfJ8a7BkyjZcSmxs";
const corsHeaders = {
  "content-type": "application/json",
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "Accept, Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token",
};
const unauthorized = { errcode: "M_UNAUTHORIZED", error: "The request could not be authorised." };

const apps: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

function startServer({ fullAccess = "everyone" as "everyone" | ReadonlySet<string> } = {}) {
  const logged: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      logged.push(String(chunk));
      done();
    },
  });
  const verifyOpenId = vi.fn<VerifyOpenId>(async (_: OpenIdToken) => ok("@alice:example.org"));
  const sfu = {
    mintToken: vi.fn<Sfu["mintToken"]>(async (room, identity) => `jwt of ${identity} for ${room}`),
    openRoom: vi.fn<Sfu["openRoom"]>(async () => ok(null)),
  };
  const app = createAuthServer({
    config: { livekitUrl: "wss://sfu.example.org", fullAccess },
    verifyOpenId,
    sfu,
    logger: { level: "info", stream },
  });
  apps.push(app);
  const post = (url: string, payload: string | object) =>
    app.inject({ method: "POST", url, payload: typeof payload === "string" ? payload : JSON.stringify(payload) });
  return { app, post, verifyOpenId, sfu, logged };
}

describe("granting", () => {
  test("/sfu/get names user and device", async () => {
    const { post, sfu, verifyOpenId } = startServer();
    const answer = await post("/sfu/get", sfuGet);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject(corsHeaders);
    expect(answer.body).toBe(
      `{"url":"wss://sfu.example.org","jwt":"jwt of @alice:example.org:DEVICE for ${callRoom}"}\n`,
    );
    expect(verifyOpenId).toHaveBeenCalledWith({ accessToken: "s3cret-token", serverName: "example.org" });
    expect(sfu.openRoom.mock.calls).toEqual([[callRoom]]);
  });

  test("/get_token names nobody, in the same room", async () => {
    const { post, sfu } = startServer();
    const answer = await post("/get_token", getToken);
    expect(answer.statusCode).toBe(200);
    expect(sfu.mintToken.mock.calls).toEqual([[callRoom, expect.stringMatching(/^[A-Za-z0-9+/]{43}$/)]]);
  });

  test("a server without full access gets a token, but opens no room", async () => {
    const { post, sfu } = startServer({ fullAccess: new Set(["other.org"]) });
    expect((await post("/sfu/get", sfuGet)).statusCode).toBe(200);
    expect(sfu.openRoom).not.toHaveBeenCalled();
  });

  test("two slashes where one belongs do no harm", async () => {
    const answer = await startServer().post("//sfu/get", sfuGet);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject(corsHeaders);
  });

  test("names of fields count in any case, and null is as good as absent", async () => {
    const { post } = startServer();
    const { room, ...rest } = sfuGet;
    expect((await post("/sfu/get", { ROOM: room, ...rest, delay_id: null, delay_timeout: null })).statusCode).toBe(200);
  });
});

describe("refusing", () => {
  const notJson = [400, { errcode: "M_NOT_JSON", error: "Error reading request" }] as const;
  const badJson = (error: string) => [400, { errcode: "M_BAD_JSON", error }] as const;
  const withoutPair = badJson("The request body is missing `delay_id` or `delay_timeout`");
  const noSlot = badJson("The request body is missing `room_id` or `slot_id`");
  const noMember = badJson("The request body `member` is missing a `id`, `claimed_user_id` or `claimed_device_id`");
  const noOpenId = badJson("The request body `openid_token` is missing a `access_token` or `matrix_server_name`");

  test.each([
    ["/sfu/get", "", notJson],
    ["/sfu/get", "{", notJson],
    ["/sfu/get", "[]", notJson],
    ["/sfu/get", '"text"', notJson],
    ["/sfu/get", { ...sfuGet, unknown: 1 }, notJson],
    ["/sfu/get", { ...sfuGet, openid_token: { ...openIdToken, unknown: 1 } }, notJson],
    ["/sfu/get", { ...sfuGet, room: 1 }, notJson],
    ["/sfu/get", { ...sfuGet, openid_token: { ...openIdToken, expires_in: 1.5 } }, notJson],
    ["/sfu/get", { ...sfuGet, openid_token: [] }, notJson],
    ["/sfu/get", '{"__proto__":{}}', notJson],
    ["/sfu/get", "null", badJson("Missing room parameter")],
    ["/sfu/get", { ...sfuGet, room: "" }, badJson("Missing room parameter")],
    ["/sfu/get", { ...sfuGet, openid_token: null }, badJson("Missing OpenID token parameters")],
    [
      "/sfu/get",
      { ...sfuGet, openid_token: { ...openIdToken, matrix_server_name: "" } },
      badJson("Missing OpenID token parameters"),
    ],
    ["/sfu/get", { ...sfuGet, delay_id: "id" }, withoutPair],
    ["/sfu/get", { ...sfuGet, delay_timeout: 1 }, withoutPair],
    ["/get_token", { ...getToken, room_id: "" }, noSlot],
    ["/get_token", { ...getToken, slot_id: "" }, noSlot],
    ["/get_token", { ...getToken, member: { ...member, id: "" } }, noMember],
    ["/get_token", { ...getToken, member: { ...member, claimed_user_id: "" } }, noMember],
    ["/get_token", { ...getToken, member: { ...member, claimed_device_id: "" } }, noMember],
    ["/get_token", { ...getToken, member: { ...member, extra: "" } }, notJson],
    ["/get_token", { ...getToken, openid_token: { ...openIdToken, access_token: "" } }, noOpenId],
    ["/get_token", { ...getToken, delay_id: "id", delay_timeout: -1 }, withoutPair],
  ])("%s with %j", async (url, body, [status, error]) => {
    const { post, verifyOpenId } = startServer();
    const answer = await post(url, body);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject(corsHeaders);
    expect(answer.body).toBe(`${JSON.stringify(error)}\n`);
    expect(verifyOpenId).not.toHaveBeenCalled();
  });

  test("whoever cannot be verified learns no reason", async () => {
    const { post, verifyOpenId, sfu } = startServer();
    verifyOpenId.mockResolvedValue(failed("ECONNREFUSED"));
    const answer = await post("/sfu/get", sfuGet);
    expect([answer.statusCode, answer.json()]).toEqual([401, unauthorized]);
    expect(sfu.mintToken).not.toHaveBeenCalled();
  });

  test("whoever claims to be another user is not authorised", async () => {
    const { post, sfu } = startServer();
    const answer = await post("/get_token", {
      ...getToken,
      member: { ...member, claimed_user_id: "@bob:example.org" },
    });
    expect([answer.statusCode, answer.json()]).toEqual([401, unauthorized]);
    expect(sfu.openRoom).not.toHaveBeenCalled();
  });

  test("a delegation is refused so that the client keeps its leave itself", async () => {
    const answer = await startServer().post("/sfu/get", { ...sfuGet, delay_id: "id", delay_timeout: 18_000 });
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { errcode: "M_BAD_JSON" }]);
  });

  test("an SFU that opens no room", async () => {
    const { post, sfu } = startServer();
    sfu.openRoom.mockResolvedValue(failed("unavailable"));
    const answer = await post("/sfu/get", sfuGet);
    expect([answer.statusCode, answer.json()]).toEqual([
      500,
      { errcode: "M_UNKNOWN", error: "Unable to create room on SFU" },
    ]);
  });

  test("a body larger than any request", async () => {
    const { post } = startServer();
    const answer = await post("/sfu/get", { ...sfuGet, room: "!".repeat(100_000) });
    expect([answer.statusCode, answer.json()]).toMatchObject([413, { errcode: "M_TOO_LARGE" }]);
    expect(answer.headers).toMatchObject(corsHeaders);
  });

  test("a bug of ours says nothing of itself", async () => {
    const { post, sfu } = startServer();
    sfu.mintToken.mockRejectedValue(new Error("inner detail"));
    const answer = await post("/sfu/get", sfuGet);
    expect([answer.statusCode, answer.body]).toEqual([
      500,
      '{"errcode":"M_UNKNOWN","error":"Internal Server Error"}\n',
    ]);
  });
});

describe("the rest", () => {
  test.each(["/sfu/get", "/get_token"])("%s answers a preflight, and no other method", async (url) => {
    const { app } = startServer();
    const preflight = await app.inject({ method: "OPTIONS", url });
    expect([preflight.statusCode, preflight.body]).toEqual([200, ""]);
    expect(preflight.headers).toMatchObject(corsHeaders);
    for (const method of ["GET", "PUT", "DELETE"] as const) {
      const answer = await app.inject({ method, url });
      expect([answer.statusCode, answer.body]).toEqual([405, ""]);
      expect(answer.headers).toMatchObject(corsHeaders);
    }
  });

  test("/healthz answers GET and HEAD only", async () => {
    const { app } = startServer();
    const statuses = [];
    for (const method of ["GET", "HEAD", "POST"] as const)
      statuses.push((await app.inject({ method, url: "/healthz" })).statusCode);
    expect(statuses).toEqual([200, 200, 405]);
  });

  test.each(["/", "/sfu", "/delegate_delayed_leave", "/sfu_webhook"])("%s is not there", async (url) => {
    const answer = await startServer().post(url, {});
    expect([answer.statusCode, answer.body]).toEqual([404, "404 page not found\n"]);
  });

  test("no token reaches the log", async () => {
    const { post, logged } = startServer();
    await post("/sfu/get", sfuGet);
    await post("/get_token", { ...getToken, member: { ...member, claimed_user_id: "@bob:example.org" } });
    expect(logged.join("")).toContain("@alice:example.org");
    expect(logged.join("")).not.toMatch(/s3cret-token|jwt of/);
  });
});
