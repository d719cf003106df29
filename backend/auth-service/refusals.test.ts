import { describe, expect, test } from "vitest";
import { failed } from "../../machines/domain/result.ts";
import { TOO_MANY } from "./openid.ts";
import { corsHeaders, delay, getToken, member, openIdToken, sfuGet, startServer } from "./server.fixture.ts";

const unauthorized = { errcode: "M_UNAUTHORIZED", error: "The request could not be authorised." };

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
    ["/delegate_delayed_leave", "", notJson],
    ["/delegate_delayed_leave", getToken, withoutPair],
    ["/delegate_delayed_leave", { ...getToken, delay_id: "id" }, withoutPair],
    [
      "/delegate_delayed_leave",
      { ...getToken, member: null },
      badJson("The request body `member` is missing `id`, `claimed_user_id` or `claimed_device_id`"),
    ],
    [
      "/delegate_delayed_leave",
      { ...getToken, openid_token: null },
      badJson("The request body `openid_token` is missing `access_token` or `matrix_server_name`"),
    ],
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

  test("who may open no room may hand no leave over", async () => {
    const { post, delegations } = startServer({ fullAccess: new Set(["other.org"]) });
    const error = "Delegation of delayed events is only supported for full access users";
    const atToken = await post("/sfu/get", { ...sfuGet, ...delay });
    expect([atToken.statusCode, atToken.json()]).toEqual([400, { errcode: "M_BAD_JSON", error }]);
    const atDelegate = await post("/delegate_delayed_leave", { ...getToken, ...delay });
    expect([atDelegate.statusCode, atDelegate.json()]).toEqual([403, { errcode: "M_FORBIDDEN", error }]);
    expect(delegations.take).not.toHaveBeenCalled();
  });

  test.each(["/sfu/get", "/delegate_delayed_leave"])(
    "%s: a leave at a homeserver that clients cannot find",
    async (url) => {
      const { post, findClientApi, delegations, sfu } = startServer();
      findClientApi.mockResolvedValue(null);
      const answer = await post(url, { ...(url === "/sfu/get" ? sfuGet : getToken), ...delay });
      expect([answer.statusCode, answer.json()]).toEqual([
        400,
        { errcode: "M_BAD_JSON", error: "Unable to resolve client-server API" },
      ]);
      expect(delegations.take).not.toHaveBeenCalled();
      expect(sfu.openRoom).not.toHaveBeenCalled();
    },
  );

  test.each(["/sfu/get", "/delegate_delayed_leave"])("%s: a leave while the service ends", async (url) => {
    const { post, delegations } = startServer();
    delegations.take.mockResolvedValue(failed("stopping"));
    const answer = await post(url, { ...(url === "/sfu/get" ? sfuGet : getToken), ...delay });
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { errcode: "M_UNKNOWN", error: "Service is shutting down" },
    ]);
  });

  test.each(["../../../../../x", "a/b", "a b", "..", ".", "a%2fb", "é", "x".repeat(256)])(
    "[DL10] %j is no id of a delayed event",
    async (delay_id) => {
      const { post, verifyOpenId } = startServer();
      const answer = await post("/sfu/get", { ...sfuGet, delay_id, delay_timeout: 1000 });
      expect([answer.statusCode, answer.json()]).toMatchObject([400, { errcode: "M_BAD_JSON" }]);
      expect(verifyOpenId).not.toHaveBeenCalled();
    },
  );

  test("[AU6] who asks too often is told when to come back, by address", async () => {
    const { post } = startServer({ requestsPerMinute: 2 });
    const from = (address: string) => post("/sfu/get", sfuGet, { "X-Forwarded-For": address });
    expect([(await from("1.1.1.1")).statusCode, (await from("1.1.1.1")).statusCode]).toEqual([200, 200]);
    const answer = await from("1.1.1.1");
    expect(answer.statusCode).toBe(429);
    expect(answer.headers).toMatchObject(corsHeaders);
    expect(answer.json()).toMatchObject({ errcode: "M_LIMIT_EXCEEDED", retry_after_ms: expect.any(Number) });
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect((await from("1.1.1.2")).statusCode).toBe(200);
    expect([(await from("2001:db8::1")).statusCode, (await from("2001:db8::2")).statusCode]).toEqual([200, 200]);
    expect((await from("2001:db8::3")).statusCode).toBe(429);
  });

  test("[AU6] a homeserver that is asked too often at once", async () => {
    const { post, verifyOpenId } = startServer();
    verifyOpenId.mockResolvedValue(failed(TOO_MANY));
    expect((await post("/sfu/get", sfuGet)).statusCode).toBe(429);
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
    sfu.mintToken.mockImplementation(() => {
      throw new Error("inner detail");
    });
    const answer = await post("/sfu/get", sfuGet);
    expect([answer.statusCode, answer.body]).toEqual([
      500,
      '{"errcode":"M_UNKNOWN","error":"Internal Server Error"}\n',
    ]);
  });
});
