import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import type { Redis } from "ioredis";
import { afterEach, vi } from "vitest";
import { ok } from "../../machines/domain/result.ts";
import type { FindClientApi } from "./delegation/clientApi.ts";
import type { Delegations } from "./delegation/delegations.ts";
import { createWebhookReceiver } from "./delegation/webhook.ts";
import type { Doctor } from "./doctor/doctor.ts";
import { createSigner } from "./jwt.ts";
import { createMetrics } from "./metrics.ts";
import type { OpenIdToken, VerifyOpenId } from "./openid.ts";
import { createAuthServer } from "./server.ts";
import type { Sfu } from "./sfu.ts";

/** Bodies as clients send them. */
export const openIdToken = {
  access_token: "s3cret-token",
  token_type: "Bearer",
  matrix_server_name: "example.org",
  expires_in: 3600,
};
export const sfuGet = { room: "!room:example.com", openid_token: openIdToken, device_id: "DEVICE" };
export const member = { id: "member-1", claimed_user_id: "@alice:example.org", claimed_device_id: "DEVICE" };
export const getToken = { room_id: "!room:example.com", slot_id: "m.call#ROOM", openid_token: openIdToken, member };
export const delay = { delay_id: "syd_delay", delay_timeout: 18_000, delay_cs_api_url: "https://ignored.example.org" };
/** The LiveKit room of the call in that Matrix room. */
export const callRoom = "krj2dgxw2K6EOm9he4GfQJ6JsSVWfJ8a7BkyjZcSmxs";
/** What every answer to a browser has. */
export const corsHeaders = {
  "content-type": "application/json",
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "Accept, Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token",
};

const apps: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

interface Settings {
  readonly fullAccess?: "everyone" | ReadonlySet<string>;
  readonly requestsPerMinute?: number;
  readonly operatorToken?: string | null;
  readonly sharedCounts?: Redis | null;
}

/** The routes, with everything behind them played by mocks. It ends after the test. */
export function startServer({
  fullAccess = "everyone",
  requestsPerMinute = 0,
  operatorToken = null,
  sharedCounts = null,
}: Settings = {}) {
  const logged: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      logged.push(String(chunk));
      done();
    },
  });
  const verifyOpenId = vi.fn<VerifyOpenId>(async (_: OpenIdToken) => ok("@alice:example.org"));
  const sfu = {
    mintToken: vi.fn<Sfu["mintToken"]>((room, identity) => `jwt of ${identity} for ${room}`),
    openRoom: vi.fn<Sfu["openRoom"]>(async () => ok(null)),
    findParticipant: vi.fn<Sfu["findParticipant"]>(async () => "absent"),
    forgetRoom: vi.fn<Sfu["forgetRoom"]>(),
  };
  const delegations = {
    take: vi.fn<Delegations["take"]>(async () => ok(null)),
    hear: vi.fn<Delegations["hear"]>(),
    count: () => 3,
    close: async () => undefined,
  };
  const findClientApi = vi.fn<FindClientApi>(async () => "https://matrix.example.org");
  const doctor = {
    examine: vi.fn<Doctor["examine"]>(async () => ({ isGood: true, findings: [] })),
    hearWebhook: vi.fn<Doctor["hearWebhook"]>(),
  };
  const app = createAuthServer({
    config: {
      livekitUrl: "wss://sfu.example.org",
      fullAccess,
      requestsPerMinute,
      operatorToken,
      trustedProxies: ["loopback"],
    },
    verifyOpenId,
    sfu,
    delegations,
    findClientApi,
    receiveWebhook: createWebhookReceiver("key", webhookSecret),
    doctor,
    metrics: createMetrics(() => 3, { ofProcess: false }),
    sharedCounts,
    logger: { level: "info", stream },
  });
  apps.push(app);
  const post = (url: string, payload: string | object, headers: Record<string, string> = {}) =>
    app.inject({
      method: "POST",
      url,
      headers,
      payload: typeof payload === "string" ? payload : JSON.stringify(payload),
    });
  return { app, post, verifyOpenId, sfu, delegations, findClientApi, doctor, logged };
}

const webhookSecret = "a-secret-of-more-than-32-characters";
const sign = createSigner(webhookSecret);

/** A body and the header that the SFU would send with it. */
export function webhookOf(event: object, claims: object = {}) {
  const body = JSON.stringify(event);
  const now = Math.floor(Date.now() / 1000);
  const sha256 = createHash("sha256").update(body).digest("base64");
  return { body, Authorization: sign({ iss: "key", nbf: now, exp: now + 60, sha256, ...claims }) };
}
