import { expect, test } from "vitest";
import { checkDeployment } from "./check.mjs";
import { startPretendDeployment } from "./pretendDeployment.fixture.ts";
import type { Break } from "./pretendDeployment.fixture.ts";
import { isBroken, linesOf } from "./report.mjs";

interface Hop {
  readonly id: string;
  readonly state: string;
  readonly fault?: string;
  readonly remedy?: string;
}

async function check(broken: Break, accessToken: string | null = null): Promise<readonly Hop[]> {
  const deployment = await startPretendDeployment(broken);
  try {
    return (await checkDeployment(deployment.target, { ...deployment.options, accessToken })) as readonly Hop[];
  } finally {
    await deployment.close();
  }
}

const faultsOf = (hops: readonly Hop[]) => hops.flatMap(({ fault }) => fault ?? []);
const CORS = { "Access-Control-Allow-Origin": "*" };
const page = { headers: { "Content-Type": "text/html" }, body: "<!doctype html><title>A web site</title>" };
const DELAYED = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/parley-check";
const unrecognized = { status: 404, headers: CORS, body: { errcode: "M_UNRECOGNIZED" } };
const features = (flags: Record<string, boolean>) => ({
  headers: CORS,
  body: { versions: ["v1.11"], unstable_features: flags },
});
const foci = (url: string) => ({
  headers: CORS,
  body: {
    "m.homeserver": { base_url: "BASE" },
    "org.matrix.msc4143.rtc_foci": [{ type: "livekit", livekit_service_url: url }],
  },
});

test("a healthy deployment has no fault, and what a stranger cannot see is told as not asked", async () => {
  const hops = await check({});
  expect(faultsOf(hops)).toEqual([]);
  expect(isBroken(hops)).toBe(false);
  expect(hops.filter(({ state }) => state === "unasked").map(({ id }) => id)).toEqual([
    "limits.longest-delay",
    "auth-service.grant",
    "sfu.socket",
    "media.udp",
  ]);
});

const breaks: readonly { readonly is: string; readonly faults: readonly string[]; readonly broken: Break }[] = [
  {
    is: ".well-known without CORS",
    faults: ["well_known_cors"],
    broken: {
      routes: {
        "GET /.well-known/matrix/client": {
          body: {
            "m.homeserver": { base_url: "BASE" },
            "org.matrix.msc4143.rtc_foci": [{ type: "livekit", livekit_service_url: "BASE/jwt" }],
          },
        },
      },
    },
  },
  {
    is: "the domain's web site in the place of .well-known",
    faults: ["well_known_unreadable", "no_transport"],
    broken: { routes: { "GET /.well-known/matrix/client": page } },
  },
  {
    is: "a slash at the end of the service's address",
    faults: ["foci_address"],
    broken: { routes: { "GET /.well-known/matrix/client": foci("BASE/jwt/") } },
  },
  {
    is: "delayed events switched off",
    faults: ["delayed_events_off"],
    broken: {
      routes: { "GET /_matrix/client/versions": features({ "org.matrix.msc4143": true, "org.matrix.msc4354": true }) },
    },
  },
  {
    is: "CORS headers of the proxy beside the homeserver's",
    faults: ["homeserver_cors"],
    broken: {
      routes: {
        "GET /_matrix/client/versions": {
          ...features({ "org.matrix.msc4140": true, "org.matrix.msc4143": true, "org.matrix.msc4354": true }),
          headers: { "Access-Control-Allow-Origin": "*, *" },
        },
      },
    },
  },
  {
    is: "no transports endpoint",
    faults: ["transports_missing"],
    broken: { routes: { "GET /_matrix/client/unstable/org.matrix.msc4143/rtc/transports": unrecognized } },
  },
  {
    is: "leaves sent to a worker",
    faults: ["delayed_event_at_worker"],
    broken: { routes: { [`POST ${DELAYED}/send`]: unrecognized } },
  },
  {
    is: "Synapse's own limit for changes of delayed events",
    faults: ["limit_too_low"],
    broken: {
      routes: {
        [`POST ${DELAYED}/restart`]: (count) =>
          count > 5 ? { status: 429, headers: CORS, body: { errcode: "M_LIMIT_EXCEEDED" } } : undefined,
      },
    },
  },
  {
    is: "OpenID tokens checked at a worker",
    faults: ["userinfo_at_worker"],
    broken: {
      routes: { "GET /_matrix/federation/v1/openid/userinfo": { status: 500, body: { errcode: "M_UNKNOWN" } } },
    },
  },
  {
    is: "federation that leads to another service",
    faults: ["federation_elsewhere"],
    broken: { routes: { "GET /_matrix/federation/v1/version": page } },
  },
  { is: "a certificate for another name", faults: ["certificate"], broken: { federationName: "elsewhere.example" } },
  {
    is: "an authorisation service that is down behind its proxy",
    faults: ["auth_service_down"],
    broken: { routes: { "GET /jwt/healthz": { status: 502, ...page } } },
  },
  {
    is: "an authorisation service whose errors lose their CORS headers",
    faults: ["auth_service_cors"],
    broken: { routes: { "POST /jwt/sfu/get": { status: 400, body: { errcode: "M_BAD_JSON" } } } },
  },
  {
    is: "a proxy that answers OPTIONS itself",
    faults: ["auth_service_preflight"],
    broken: { routes: { "OPTIONS /jwt/get_token": { status: 405 } } },
  },
  {
    is: "the app in the place of the authorisation service",
    faults: ["auth_service_elsewhere", "token_endpoint"],
    broken: { routes: { "GET /jwt/healthz": page, "POST /jwt/sfu/get": { status: 405, ...page } } },
  },
  {
    is: "a promise to take over leaves that nobody gave",
    faults: ["delegation_promised"],
    broken: { routes: { "POST /jwt/delegate_delayed_leave": { headers: CORS, body: "ok" } } },
  },
  {
    is: "an SFU path that leads to the app",
    faults: ["sfu_elsewhere"],
    broken: { routes: { "GET /sfu/rtc/validate": page } },
  },
  {
    is: "an SFU that is down behind its proxy",
    faults: ["sfu_down"],
    broken: { routes: { "GET /sfu/rtc/validate": { status: 502 } } },
  },
  { is: "a firewall before media over TCP", faults: ["media_tcp_blocked"], broken: { isMediaTcpClosed: true } },
  { is: "a firewall before TURN", faults: ["turn_udp_silent"], broken: { isTurnSilent: true } },
  {
    is: "TURN with the certificate of another name",
    faults: ["turn_certificate"],
    broken: { turnName: "elsewhere.example" },
  },
  { is: "an app without its guard", faults: ["app_unguarded"], broken: { routes: { "GET /app/": page } } },
  {
    is: "WebAssembly as octets",
    faults: ["app_wasm_type"],
    broken: { routes: { "HEAD /app/realms/crypto.wasm": { headers: { "Content-Type": "application/octet-stream" } } } },
  },
];

test.each(breaks)("$is: $faults", async ({ faults, broken }) => {
  const hops = await check(broken);
  expect(faultsOf(hops)).toEqual(faults);
  for (const hop of hops.filter(({ fault }) => fault)) expect(hop.remedy, hop.id).toMatch(/^[A-Z0-9][^]{20,}/);
});

const breaksForUsers: readonly { readonly is: string; readonly fault: string; readonly broken: Break }[] = [
  {
    is: "delays shorter than a delegated leave",
    fault: "delay_too_short",
    broken: {
      routes: {
        "GET /_matrix/client/v3/capabilities": {
          headers: CORS,
          body: { capabilities: { "org.matrix.msc4140.delayed_events": { max_delay_ms: 600_000 } } },
        },
      },
    },
  },
  {
    is: "no transport configured",
    fault: "transports_empty",
    broken: {
      routes: { "GET /_matrix/client/unstable/org.matrix.msc4143/rtc/transports": { headers: CORS, body: {} } },
    },
  },
  {
    is: "a service that cannot ask the homeserver",
    fault: "grant_unauthorised",
    broken: {
      routes: {
        "POST /jwt/sfu/get": (count) =>
          count > 1 ? { status: 401, headers: CORS, body: { errcode: "M_UNAUTHORIZED" } } : undefined,
      },
    },
  },
  {
    is: "a service with another secret than the SFU's",
    fault: "sfu_refuses_token",
    broken: {
      routes: {
        "POST /jwt/sfu/get": (count) =>
          count > 1 ? { headers: CORS, body: { url: "ws://localhost:1", jwt: "j" } } : undefined,
      },
    },
  },
  {
    is: "a proxy that lets no socket through",
    fault: "sfu_no_upgrade",
    broken: {
      routes: {
        "POST /jwt/sfu/get": (count) =>
          count > 1 ? { headers: CORS, body: { url: "ws://localhost:1", jwt: "j" } } : undefined,
        "GET /sfu/rtc/validate": (count) => (count > 1 ? { headers: CORS, body: "success" } : undefined),
        "GET /sfu/rtc": { status: 400, body: "not a websocket" },
      },
    },
  },
];

test.each(breaksForUsers)("with an access token, $is: $fault", async ({ fault, broken }) => {
  // The pretend service grants nobody a token unless told to.
  expect(faultsOf(await check(broken, "t")).filter((each) => each !== "grant_failed")).toEqual([fault]);
});

test("the lines for a terminal name the break, its proof and its remedy, and count", async () => {
  const lines = linesOf(await check({ isTurnSilent: true }));
  const at = lines.findIndex((line: string) => line.startsWith("FAIL"));
  expect(lines[at]).toMatch(/^FAIL {2}turn\.udp +STUN binding request to UDP 127\.0\.0\.1:\d+: no answer$/);
  expect(lines[at + 1]).toMatch(/^ +turn_udp_silent: Open UDP port \d+ in every firewall/);
  expect(lines.at(-1)).toMatch(/^\d+ ok, 1 broken, 0 to look at, 4 not asked$/);
});

test("an access token is in no proof", async () => {
  const hops = await check({}, "syt_secret_token");
  expect(JSON.stringify(hops)).not.toContain("syt_secret_token");
});
