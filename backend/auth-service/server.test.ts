import { once } from "node:events";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { callRoom, corsHeaders, delay, getToken, member, sfuGet, startServer } from "./server.fixture.ts";

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

  test("a leave that comes along is taken over, for the participant that the token is for", async () => {
    const { post, delegations, sfu } = startServer();
    expect((await post("/sfu/get", { ...sfuGet, ...delay })).statusCode).toBe(200);
    const taken = { room: callRoom, delayId: "syd_delay", delayMs: 18_000, serverName: "example.org" };
    expect(delegations.take.mock.calls).toEqual([[{ ...taken, identity: "@alice:example.org:DEVICE" }]]);
    expect((await post("/get_token", { ...getToken, ...delay })).statusCode).toBe(200);
    expect(delegations.take).toHaveBeenLastCalledWith({ ...taken, identity: sfu.mintToken.mock.lastCall?.[1] });
  });

  test("/delegate_delayed_leave takes a leave over, and neither grants nor opens anything", async () => {
    const { post, delegations, sfu } = startServer();
    const answer = await post("/delegate_delayed_leave", { ...getToken, ...delay });
    expect([answer.statusCode, answer.body]).toEqual([200, "{}\n"]);
    expect(answer.headers).toMatchObject(corsHeaders);
    expect(delegations.take).toHaveBeenCalledTimes(1);
    expect(sfu.mintToken).not.toHaveBeenCalled();
    expect(sfu.openRoom).not.toHaveBeenCalled();
  });

  test.each(["//sfu/get", "/./sfu/get", "/x/../sfu/get", "/sfu/get/"])(
    "an untidy path, %s, does no harm",
    async (url) => {
      const answer = await startServer().post(url, sfuGet);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject(corsHeaders);
    },
  );

  test("names of fields count in any case, and null is as good as absent", async () => {
    const { post } = startServer();
    const { room, ...rest } = sfuGet;
    expect((await post("/sfu/get", { ROOM: room, ...rest, delay_id: null, delay_timeout: null })).statusCode).toBe(200);
  });
});

describe("the rest", () => {
  test.each(["/sfu/get", "/get_token", "/delegate_delayed_leave"])(
    "%s answers a preflight, and no other method",
    async (url) => {
      const { app } = startServer();
      const preflight = await app.inject({ method: "OPTIONS", url });
      expect([preflight.statusCode, preflight.body]).toEqual([200, ""]);
      expect(preflight.headers).toMatchObject(corsHeaders);
      for (const method of ["GET", "PUT", "DELETE"] as const) {
        const answer = await app.inject({ method, url });
        expect([answer.statusCode, answer.body]).toEqual([405, ""]);
        expect(answer.headers).toMatchObject(corsHeaders);
      }
    },
  );

  test("/healthz answers GET and HEAD only", async () => {
    const { app } = startServer();
    const statuses = [];
    for (const method of ["GET", "HEAD", "POST"] as const)
      statuses.push((await app.inject({ method, url: "/healthz" })).statusCode);
    expect(statuses).toEqual([200, 200, 405]);
  });

  test.each(["/", "/sfu", "/metrics", "/doctor"])("%s is not there", async (url) => {
    const answer = await startServer().post(url, {});
    expect([answer.statusCode, answer.body]).toEqual([404, "404 page not found\n"]);
  });

  test("[AU7] no token reaches the log", async () => {
    const { post, logged, verifyOpenId } = startServer();
    await post("/sfu/get", sfuGet);
    await post("/get_token", { ...getToken, member: { ...member, claimed_user_id: "@bob:example.org" } });
    expect(logged.join("")).toContain("@alice:example.org");
    await post("/get_token", { ...getToken, ...delay });
    await post("/sfu/get", `{"access_token":"s3cret-token"`);
    await post("/sfu_webhook", "s3cret-token", { Authorization: "s3cret-token" });
    verifyOpenId.mockRejectedValue(new Error("inner"));
    await post("/sfu/get", sfuGet);
    expect(logged.join("")).toContain("inner");
    expect(logged.join("")).not.toMatch(/s3cret-token|jwt of|syd_delay/);
  });

  test("a proxy that is still sending a large body gets its answer", async () => {
    const { app } = startServer();
    await app.listen({ host: "127.0.0.1", port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
    const received: string[] = [];
    socket.setEncoding("utf8").on("data", (text: string) => received.push(text));
    socket.write("POST /sfu/get HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
    socket.write(Buffer.alloc(3_000_000, 0x20));
    socket.write("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    await once(socket, "close");
    expect(received.join("")).toMatch(/^HTTP\/1\.1 413 [\s\S]*M_TOO_LARGE[\s\S]*HTTP\/1\.1 405 /);
  });
});
