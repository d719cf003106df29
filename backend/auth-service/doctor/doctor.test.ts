import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import type { Config } from "../config.ts";
import { createSigner } from "../jwt.ts";
import { answerJson, startHomeserver, startService, startSfu, useWorld } from "../world.fixture.ts";
import type { Finding } from "./findings.ts";

useWorld();
/** Nothing listens there. */
const AWAY = "ws://127.0.0.1:1";
const operatorToken = "an-operator-of-some-length";
const sign = createSigner("a-secret-of-more-than-32-characters");

type Service = Awaited<ReturnType<typeof startService>>;

async function examine(
  service: Service,
  query = "",
): Promise<{ isGood: boolean; of: (check: string) => Finding | undefined }> {
  const response = await fetch(`${service.url}/doctor${query}`, {
    headers: { Authorization: `Bearer ${operatorToken}` },
  });
  const { isGood, findings } = (await response.json()) as { isGood: boolean; findings: Finding[] };
  return { isGood, of: (check) => findings.find((finding) => finding.check === check) };
}

const startHealthyHomeserver = (versions: object = { unstable_features: { "org.matrix.msc4140": true } }) =>
  startHomeserver((request, response) => {
    const url = request.url ?? "";
    if (url.includes("/openid/")) answerJson(response, 401, { errcode: "M_UNKNOWN_TOKEN" });
    else answerJson(response, 200, url.includes("/client/versions") ? versions : {});
  });

/** An SFU that answers every call with `status` and `body`, and tells `onRoom` of a room that it opens. */
async function startSfuThat(status: number, body: object, headers: Record<string, string> = {}) {
  const server = createServer((request, response) => {
    request.resume();
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answerJson(response, status, body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

const settingsOf = (serverName: string, url: string, more: Partial<Config> = {}): Partial<Config> => ({
  operatorToken,
  fullAccess: new Set([serverName]),
  clientApiOverrides: new Map([[serverName, url]]),
  ...more,
});

describe("the doctor", { timeout: 30_000 }, () => {
  test("finds nothing wrong where nothing is", async () => {
    const { serverName, url } = await startHealthyHomeserver();
    const sfu = await startSfu();
    const service = await startService(sfu.url, settingsOf(serverName, url));
    const examined = examine(service);
    const opened = await new Promise<string>((resolve) => {
      const look = (): void => {
        const call = sfu.calls.find(({ method }) => method === "CreateRoom");
        if (call === undefined) setImmediate(look);
        else resolve(String(call.body["name"]));
      };
      look();
    });
    const body = JSON.stringify({ event: "room_started", room: { name: opened } });
    const sha256 = createHash("sha256").update(body).digest("base64");
    await service.post("/sfu_webhook", body, {
      Authorization: sign({ iss: "key", exp: Date.now() / 1000 + 60, sha256 }),
    });
    const { isGood, of } = await examined;
    expect(isGood).toBe(true);
    for (const check of [
      "sfu",
      "clock",
      "room",
      "webhook",
      "store",
      `homeserver ${serverName}`,
      `openid ${serverName}`,
      `delayed events ${serverName}`,
    ])
      expect(of(check)).toMatchObject({ isGood: true, remedy: null });
    expect(sfu.calls.at(-1)).toEqual({ method: "DeleteRoom", body: { room: opened } });
  });

  test("names the setting for webhooks that do not come, and for a homeserver without delayed events", async () => {
    const { serverName, url } = await startHealthyHomeserver({});
    const { isGood, of } = await examine(await startService((await startSfu()).url, settingsOf(serverName, url)));
    expect(isGood).toBe(false);
    expect(of("webhook")?.remedy).toContain("livekit.yaml");
    expect(of(`delayed events ${serverName}`)?.remedy).toContain("max_event_delay_duration");
  });

  test("tells a wrong key from an SFU that is away, and a clock that is off", async () => {
    const { serverName, url } = await startHealthyHomeserver();
    const settings = settingsOf(serverName, url);
    const refusing = await startSfuThat(401, { code: "unauthenticated", msg: "invalid token" });
    expect((await examine(await startService(refusing.url, settings))).of("sfu")?.remedy).toContain("LIVEKIT_SECRET");
    refusing.close();
    expect((await examine(await startService(AWAY, settings))).of("sfu")?.remedy).toContain("LIVEKIT_URL");
    const late = await startSfuThat(200, {}, { Date: new Date(Date.now() - 120_000).toUTCString() });
    expect((await examine(await startService(late.url, settings))).of("clock")?.remedy).toContain("NTP");
    late.close();
  });

  test("tells an address that is not allowed, an untrusted answer, and what is no server name", async () => {
    const { serverName, url } = await startHealthyHomeserver();
    const proxy = await startHomeserver((_, response) => answerJson(response, 200, {}));
    const shut = await startService(AWAY, settingsOf(serverName, url, { allowedNetworks: [] }));
    expect((await examine(shut)).of(`homeserver ${serverName}`)?.remedy).toContain("LIVEKIT_ALLOWED_NETWORKS");
    const open = await startService(AWAY, settingsOf(serverName, url));
    const withProxy = await examine(open, `?homeserver=${proxy.serverName}`);
    expect(withProxy.of(`openid ${proxy.serverName}`)?.remedy).toContain("openid");
    expect((await examine(open, "?homeserver=https://x")).of("homeserver https://x")?.isGood).toBe(false);
  });
});
