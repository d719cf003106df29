import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Config } from "../config.ts";
import { createSigner } from "../jwt.ts";
import {
  answerJson,
  startHomeserver,
  startService,
  startSfu,
  textOf,
  tokenRequest,
  useWorld,
} from "../world.fixture.ts";
import { startRedis } from "./redis.fixture.ts";
import type { TestRedis } from "./redis.fixture.ts";

useWorld();
const sign = createSigner("a-secret-of-more-than-32-characters");
type Answer = readonly [status: number, body: object];

/** A homeserver with OpenID and delayed events; `answer` decides on the latter. */
async function startHomeserverWithDelays(answer: (path: string, body: string) => Answer = () => [200, {}]) {
  let serverName = "";
  const actions: string[] = [];
  const homeserver = await startHomeserver((request, response) => {
    const url = request.url ?? "";
    if (url.includes("/openid/")) return answerJson(response, 200, { sub: `@alice:${serverName}` });
    void textOf(request).then((body) => {
      const path = url.replace(/^.*\/delayed_events\//, "");
      actions.push(body === "{}" ? path : `${path} ${body}`);
      answerJson(response, ...answer(path, body));
    });
  });
  ({ serverName } = homeserver);
  return { ...homeserver, serverName, actions };
}

async function startAll(settings: Partial<Config> = {}, answer?: (path: string, body: string) => Answer) {
  const present = new Set<string>();
  const homeserver = await startHomeserverWithDelays(answer);
  const sfu = await startSfu((identity) => present.has(identity));
  const all = { clientApiOverrides: new Map([[homeserver.serverName, homeserver.url]]), ...settings };
  const startOne = () => startService(sfu.url, all);
  return { ...homeserver, present, startOne, service: await startOne() };
}

type Service = Awaited<ReturnType<typeof startService>>;

/** Hands a leave over at `/get_token`. @returns the participant's name at the SFU */
async function delegate(
  service: Service,
  serverName: string,
  delayMs = 60_000,
  delayId = "syd_1",
): Promise<{ room: string; identity: string }> {
  const answer = await service.post(
    "/get_token",
    tokenRequest(serverName, "token", { delay_id: delayId, delay_timeout: delayMs }),
  );
  expect(answer.status).toBe(200);
  const { jwt } = JSON.parse(answer.body) as { jwt: string };
  const claims = JSON.parse(atob(jwt.split(".")[1] ?? "")) as { sub: string; video: { room: string } };
  return { room: claims.video.room, identity: claims.sub };
}

async function tell(
  service: Service,
  event: string,
  who: { room: string; identity: string },
  more: object = {},
): Promise<void> {
  const body = JSON.stringify({
    event,
    room: { name: who.room },
    participant: { identity: who.identity, sid: "PA_1", ...more },
  });
  const now = Math.floor(Date.now() / 1000);
  const sha256 = createHash("sha256").update(body).digest("base64");
  await service.post("/sfu_webhook", body, { Authorization: sign({ iss: "key", nbf: now, exp: now + 60, sha256 }) });
}

const soon = { timeout: 20_000, interval: 20 };

describe("a delegated leave", { timeout: 30_000 }, () => {
  test("[DL1] [DL2] is restarted when the participant joins, and sent when it leaves", async () => {
    const { service, serverName, actions } = await startAll();
    const alice = await delegate(service, serverName);
    await tell(service, "participant_joined", alice);
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart"]), soon);
    await tell(service, "participant_left", alice, { disconnectReason: "CLIENT_INITIATED" });
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart", "syd_1/send"]), soon);
  });

  test("[DL1] of somebody who is there already is restarted without a webhook", async () => {
    const { service, serverName, actions, present } = await startAll();
    const { identity } = await delegate(service, serverName);
    present.add(identity);
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart"]), soon);
  });

  test("[DL2] of somebody who never comes is sent when its delay has passed", async () => {
    const { service, serverName, actions } = await startAll();
    await delegate(service, serverName, 1500);
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/send"]), soon);
  });

  test("[DL5] is restarted again and again", async () => {
    const { service, serverName, actions } = await startAll();
    await tell(service, "participant_joined", await delegate(service, serverName, 1000));
    await vi.waitFor(
      () => expect(actions.slice(0, 3)).toEqual(["syd_1/restart", "syd_1/restart", "syd_1/restart"]),
      soon,
    );
  });

  test("[DL7] of somebody whom the SFU has lost without a word is sent", async () => {
    const { service, serverName, actions, present } = await startAll({ sanityCheckMs: 50 });
    const alice = await delegate(service, serverName);
    present.add(alice.identity);
    await tell(service, "participant_joined", alice);
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart"]), soon);
    present.clear();
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart", "syd_1/send"]), soon);
  });

  test("[DL6] a route that a worker does not know is tried in its older form, and is no word on the event", async () => {
    let isKnown = false;
    const unknown: Answer = [404, { errcode: "M_UNRECOGNIZED" }];
    const { service, serverName, actions } = await startAll({}, (path) =>
      isKnown && path === "syd_1/restart" ? [200, {}] : unknown,
    );
    await tell(service, "participant_joined", await delegate(service, serverName));
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart", 'syd_1 {"action":"restart"}']), soon);
    isKnown = true;
    await vi.waitFor(() => expect(actions).toHaveLength(3), soon);
    expect(actions.at(-1)).toBe("syd_1/restart");
  });

  test("[DL8] that the homeserver has sent itself is no longer tried", async () => {
    const { service, serverName, actions } = await startAll({}, (path) =>
      path.endsWith("send") ? [404, { errcode: "M_NOT_FOUND" }] : [200, {}],
    );
    const alice = await delegate(service, serverName);
    await tell(service, "participant_joined", alice);
    await tell(service, "participant_left", alice);
    await vi.waitFor(() => expect(actions).toContain("syd_1/send"), soon);
    await tell(service, "participant_left", alice);
    expect(actions.filter((action) => action === "syd_1/send")).toHaveLength(1);
  });

  test("[DL6] the homeserver's own wait is kept", async () => {
    let isLimited = true;
    const times: number[] = [];
    const { service, serverName } = await startAll({}, () => {
      times.push(performance.now());
      const answer: Answer = isLimited ? [429, { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 1 }] : [200, {}];
      isLimited = false;
      return answer;
    });
    await tell(service, "participant_joined", await delegate(service, serverName));
    await vi.waitFor(() => expect(times).toHaveLength(2), soon);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900); // rounded up to a second
  });

  test("[DL4] a newer one of the same participant takes its place", async () => {
    const { service, serverName, actions } = await startAll();
    const alice = await delegate(service, serverName);
    await delegate(service, serverName, 60_000, "syd_2");
    await tell(service, "participant_joined", alice);
    await tell(service, "participant_left", alice);
    await vi.waitFor(() => expect(actions).toContain("syd_2/send"), soon);
    expect(actions.filter((action) => action.startsWith("syd_1"))).toEqual([]);
  });

  test("a homeserver that names no client API refuses it", async () => {
    const { service, serverName } = await startAll({ clientApiOverrides: new Map() });
    const answer = await service.post(
      "/get_token",
      tokenRequest(serverName, "token", { delay_id: "syd_1", delay_timeout: 1000 }),
    );
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining("Unable to resolve client-server API") });
  });
});

describe("[DL9] with Redis", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  }, 30_000);
  afterAll(() => redis.stop());

  test("a leave outlives its instance: the next one restarts and sends it", async () => {
    const { service, startOne, serverName, actions, present } = await startAll({ redisUrl: redis.url });
    const alice = await delegate(service, serverName);
    present.add(alice.identity);
    await tell(service, "participant_joined", alice);
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart"]), soon);
    await service.stop();
    const next = await startOne();
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart", "syd_1/restart"]), soon);
    await tell(next, "participant_left", alice);
    await vi.waitFor(() => expect(actions.at(-1)).toBe("syd_1/send"), soon);
    await vi.waitFor(async () => expect(await redis.redis.hlen("lk-jwt:jobs")).toBe(0), soon);
  });

  test("whoever left while no instance lived has the leave sent by the next one", async () => {
    const { service, startOne, serverName, actions, present } = await startAll({ redisUrl: redis.url });
    const alice = await delegate(service, serverName);
    present.add(alice.identity);
    await tell(service, "participant_joined", alice);
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart"]), soon);
    await service.stop();
    present.clear();
    await startOne();
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart", "syd_1/send"]), soon);
  });

  test("of two instances one looks after it, and hears what the SFU told the other", async () => {
    const { service, startOne, serverName, actions } = await startAll({ redisUrl: redis.url });
    const second = await startOne();
    const alice = await delegate(service, serverName);
    await tell(second, "participant_joined", alice);
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart"]), soon);
    await tell(second, "participant_left", alice);
    await vi.waitFor(() => expect(actions).toEqual(["syd_1/restart", "syd_1/send"]), soon);
  });

  test("a leave that is handed to the second instance anew is no longer the first one's", async () => {
    const { service, startOne, serverName, actions } = await startAll({ redisUrl: redis.url });
    const second = await startOne();
    const alice = await delegate(service, serverName);
    await delegate(second, serverName, 60_000, "syd_2");
    await tell(service, "participant_joined", alice);
    await tell(service, "participant_left", alice);
    await vi.waitFor(() => expect(actions).toContain("syd_2/send"), soon);
    expect(actions).not.toContain("syd_1/send");
  });
});
