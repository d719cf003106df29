import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { heapMb } from "./heapMb.fixture.ts";
import { createAddressRule } from "./network/addresses.ts";
import { createAgents } from "./network/agents.ts";
import { readWellKnown } from "./serverDiscovery.ts";
import { answerJson, startHomeserver, startService, startSfu, tokenRequest, useWorld } from "./world.fixture.ts";

useWorld();
afterEach(() => void vi.useRealTimers());
const UNAUTHORISED = '{"errcode":"M_UNAUTHORIZED","error":"The request could not be authorised."}\n';
const refused = { status: 401, body: UNAUTHORISED };

/** A homeserver on which the token `good` is Alice's, `mallory's` is Mallory's, and no other is anybody's. */
async function startHonestHomeserver() {
  let serverName = "";
  const names = new Map([
    ["good", "alice"],
    ["mallory's", "mallory"],
  ]);
  const homeserver = await startHomeserver((request, response) => {
    const token = new URL(request.url ?? "", "https://x").searchParams.get("access_token") ?? "";
    const name = names.get(token);
    if (name !== undefined) answerJson(response, 200, { sub: `@${name}:${serverName}` });
    else answerJson(response, 401, { errcode: "M_UNKNOWN_TOKEN" });
  });
  ({ serverName } = homeserver);
  return { ...homeserver, expire: (token: string) => names.delete(token) };
}

/** Whom the LiveKit token in an answer is for. */
const subjectOf = ({ body }: { readonly body: string }): string => {
  const { jwt } = JSON.parse(body) as { jwt: string };
  return (JSON.parse(atob(jwt.split(".")[1] ?? "")) as { sub: string }).sub;
};

describe("[AU1] tokens of nobody", { timeout: 60_000 }, () => {
  test("forged and expired ones, whatever they look like", async () => {
    const { serverName } = await startHonestHomeserver();
    const sfu = await startSfu();
    const { post } = await startService(sfu.url);
    expect((await post("/get_token", tokenRequest(serverName, "good"))).status).toBe(200);
    const opened = sfu.calls.length;
    const anyToken = fc.oneof(
      fc.string({ minLength: 1, unit: "binary" }),
      fc.constantFrom("good ", "Good", "good&access_token=good", "good#", "good\u0000"),
    );
    await fc.assert(
      fc.asyncProperty(anyToken, async (token) => {
        expect(await post("/get_token", tokenRequest(serverName, token))).toEqual(refused);
      }),
      { numRuns: 100 },
    );
    expect(sfu.calls).toHaveLength(opened);
  });

  test("a good one shown as somebody else's, or as of another server", async () => {
    const { serverName } = await startHonestHomeserver();
    const other = await startHonestHomeserver();
    const { post } = await startService((await startSfu()).url);
    const asOther = (userId: string) =>
      post(
        "/get_token",
        tokenRequest(serverName, "good", { member: { id: "m", claimed_user_id: userId, claimed_device_id: "D" } }),
      );
    for (const userId of [
      `@bob:${serverName}`,
      `@Alice:${serverName}`,
      `@alice:${serverName}.`,
      `@alice:${other.serverName}`,
    ])
      expect(await asOther(userId)).toEqual(refused);
    const replayed = tokenRequest(other.serverName, "good", {
      member: { id: "m", claimed_user_id: `@alice:${serverName}`, claimed_device_id: "D" },
    });
    expect(await post("/get_token", replayed)).toEqual(refused);
  });

  test("a replayed request grants what it granted, and nothing to anybody else", async () => {
    const { serverName } = await startHonestHomeserver();
    const { post } = await startService((await startSfu()).url);
    const subjects = new Set<string>();
    for (let turn = 0; turn < 3; turn += 1)
      subjects.add(subjectOf(await post("/get_token", tokenRequest(serverName, "good"))));
    expect(subjects.size).toBe(1);
  });

  test("one that has expired, ten seconds after it was last shown", async () => {
    vi.useFakeTimers({ toFake: ["Date"] }); // the service takes its clock when it starts
    const { serverName, expire } = await startHonestHomeserver();
    const { post } = await startService((await startSfu()).url);
    const again = tokenRequest(serverName, "good");
    expect((await post("/get_token", again)).status).toBe(200);
    expire("good");
    vi.setSystemTime(Date.now() + 10_000);
    expect(await post("/get_token", again)).toEqual(refused);
    expect(await post("/sfu/get", { room: "!r:x", openid_token: again.openid_token, device_id: "D" })).toEqual(refused);
  });

  test("who claims another's device or member is no more than themselves", async () => {
    const { serverName } = await startHonestHomeserver();
    const { post } = await startService((await startSfu()).url);
    const alices = await post("/get_token", tokenRequest(serverName, "good"));
    const member = { id: "member-1", claimed_user_id: `@mallory:${serverName}`, claimed_device_id: "DEVICE" };
    const mallorys = await post("/get_token", tokenRequest(serverName, "mallory's", { member }));
    expect([alices.status, mallorys.status]).toEqual([200, 200]);
    expect(subjectOf(mallorys)).not.toBe(subjectOf(alices));
    const { openid_token } = tokenRequest(serverName, "mallory's");
    const legacy = await post("/sfu/get", { room: "!room:example.org", openid_token, device_id: "DEVICE" });
    expect(subjectOf(legacy)).toBe(`@mallory:${serverName}:DEVICE`);
  });

  test.each(["8448:DEVICE", "1:", "00443:D"])(
    "a device called %s would make its user one of another server's",
    async (device_id) => {
      const { serverName } = await startHonestHomeserver();
      const { post } = await startService((await startSfu()).url);
      const { openid_token } = tokenRequest(serverName, "good");
      const answer = await post("/sfu/get", { room: "!room:example.org", openid_token, device_id });
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining("M_BAD_JSON") });
    },
  );
});

describe("[AU3] a server name that leads into our network", { timeout: 30_000 }, () => {
  test.each([
    "localhost:PORT",
    "127.0.0.1:PORT",
    "127.1:PORT",
    "0x7f.1:PORT",
    "0x7f000001:PORT",
    "2130706433:PORT",
    "017700000001:PORT",
    "0.0.0.0:PORT",
    "0:PORT",
    "[::1]:PORT",
    "[::]:PORT",
    "[::ffff:127.0.0.1]:PORT",
    "[::ffff:7f00:1]:PORT",
    "[::127.0.0.1]:PORT",
    "[64:ff9b::7f00:1]:PORT",
    "127.0.0.1:PORT/x?",
    "user@127.0.0.1:PORT",
    "127.0.0.1:PORT#example.org",
    "localhost%00.example.org:PORT",
    "LOCALHOST:PORT",
    "169.254.169.254:80",
    "[fd00:ec2::254]:80",
    "10.0.0.1:443",
    "192.168.1.1:443",
    "100.100.100.200:80",
  ])("%s is never connected to", async (name) => {
    const { port, seen } = await startHonestHomeserver();
    const { post } = await startService((await startSfu()).url, { allowedNetworks: [] });
    const serverName = name.replace("PORT", String(port));
    expect(await post("/get_token", tokenRequest(serverName, "good"))).toEqual(refused);
    expect(seen.connections).toBe(0);
  });

  test("nor is a `.well-known` followed there", async () => {
    const inside = await startHomeserver((_, response) => answerJson(response, 200, { "m.server": "inside:1" }));
    let location = "";
    const outside = await startHomeserver(
      (_, response) => response.writeHead(302, { Location: location }).end(),
      "127.0.0.2",
    );
    const agents = createAgents(createAddressRule(["127.0.0.2"]), { perHost: 4, total: 8 }, false);
    for (location of [
      `https://127.0.0.1:${inside.port}/.well-known/matrix/server`,
      `https://localhost:${inside.port}/`,
      `https://2130706433:${inside.port}/`,
      `https://[::ffff:127.0.0.1]:${inside.port}/`,
      `http://127.0.0.1:${inside.port}/`,
      "file:///etc/passwd",
      "https://[",
      `//127.0.0.1:${inside.port}/a b`,
      `http://127.0.0.2:${outside.port}/without-tls`,
    ])
      expect(await readWellKnown(agents, `127.0.0.2:${outside.port}`, "server")).toBeNull();
    location = `https://127.0.0.2:${outside.port}/again`;
    expect(await readWellKnown(agents, `127.0.0.2:${outside.port}`, "server")).toBeNull();
    expect(inside.seen.connections).toBe(0);
    expect(outside.seen.paths).toHaveLength(9 + 4);
    agents.close();
  });

  test("nor a redirect of the answer about a token", async () => {
    const inside = await startHonestHomeserver();
    const outside = await startHomeserver((request, response) =>
      response.writeHead(307, { Location: `${inside.url}${request.url}` }).end(),
    );
    const { post } = await startService((await startSfu()).url);
    expect(await post("/get_token", tokenRequest(outside.serverName, "good"))).toEqual(refused);
    expect(inside.seen.connections).toBe(0);
  });
});

describe("[AU5] a homeserver that does not play fair", { timeout: 60_000 }, () => {
  test.each([
    ["another server's user", { sub: "@alice:example.org" }],
    ["a user without a server", { sub: "@alice" }],
    ["a user without a name", { sub: "@:SERVER" }],
    ["a user with a line end", { sub: "@alice\n:SERVER" }],
    ["a user with a colon more", { sub: "@alice:x:SERVER" }],
    ["no at sign", { sub: "alice:SERVER" }],
    ["a very long user", { sub: `@${"a".repeat(300)}:SERVER` }],
    ["a list", { sub: ["@alice:SERVER"] }],
    ["nothing", null],
  ])("says %s", async (_, body) => {
    let serverName = "";
    const homeserver = await startHomeserver((_request, response) =>
      response.end(JSON.stringify(body).replace("SERVER", serverName)),
    );
    ({ serverName } = homeserver);
    const { post } = await startService((await startSfu()).url);
    const request = { room: "!r:x", openid_token: tokenRequest(serverName, "t").openid_token, device_id: "D" };
    expect(await post("/sfu/get", request)).toEqual(refused);
  });

  test("answers without an end: refused, and nothing of it is kept", async () => {
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    const homeserver = await startHomeserver((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", more);
      more();
    });
    const { post } = await startService((await startSfu()).url);
    const before = heapMb();
    for (let turn = 0; turn < 50; turn += 1)
      expect(await post("/get_token", tokenRequest(homeserver.serverName, `t${turn}`))).toEqual(refused);
    expect(heapMb() - before).toBeLessThan(8);
  });

  test("[AU6] never answers: its own users wait, others do not, and their number is bounded", async () => {
    const silent = await startHomeserver(() => undefined);
    const honest = await startHonestHomeserver();
    const { post } = await startService((await startSfu()).url);
    const asked = Array.from({ length: 300 }, (_, at) => post("/get_token", tokenRequest(silent.serverName, `t${at}`)));
    const busy = await Promise.race(asked);
    expect(busy).toMatchObject({ status: 429, body: expect.stringContaining("M_LIMIT_EXCEEDED") });
    expect((await post("/get_token", tokenRequest(honest.serverName, "good"))).status).toBe(200);
    expect(silent.seen.connections).toBeLessThanOrEqual(64);
    silent.stop();
    expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([401, 429]));
  }, 240_000);
});
