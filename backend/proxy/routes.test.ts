import { expect, test } from "vitest";
import { routeOf, wellKnownOf } from "./routes.mjs";

const siteOf = (domain: string, serverName: string) => ({
  domain,
  serverName,
  targets: Object.fromEntries(
    ["homeserver", "federation", "authService", "sfu"].map((name) => [name, `http://${name}.of.${domain}`]),
  ) as Record<string, string>,
});
const sites = [siteOf("m.localhost", "localhost:8448"), siteOf("siteb.m.localhost", "localhost:8449")];

function route(url: string): string {
  const { hostname, port, pathname, search } = new URL(url);
  const found = routeOf(sites, { hostname, port: Number(port || 443), path: pathname + search });
  return [found.kind, found.name, found.site?.domain, found.target, found.path].filter(Boolean).join(" ");
}

test.each([
  [
    "https://synapse.m.localhost/_matrix/client/versions?a=1",
    "forward http://homeserver.of.m.localhost /_matrix/client/versions?a=1",
  ],
  [
    "https://synapse.siteb.m.localhost/_synapse/admin/v1/x",
    "forward http://homeserver.of.siteb.m.localhost /_synapse/admin/v1/x",
  ],
  [
    "https://synapse.m.localhost/_matrix/federation/v1/version",
    "forward http://federation.of.m.localhost /_matrix/federation/v1/version",
  ],
  [
    "https://localhost:8449/_matrix/key/v2/server",
    "forward http://federation.of.siteb.m.localhost /_matrix/key/v2/server",
  ],
  ["https://localhost:8448/.well-known/matrix/client", "wellKnown client m.localhost"],
  ["https://m.localhost/.well-known/matrix/server", "wellKnown server m.localhost"],
  ["https://matrix-rtc.m.localhost/livekit/jwt/sfu/get", "forward http://authService.of.m.localhost /sfu/get"],
  [
    "https://matrix-rtc.siteb.m.localhost/livekit/sfu/rtc/v1?access_token=x",
    "forward http://sfu.of.siteb.m.localhost /rtc/v1?access_token=x",
  ],
  ["https://matrix-rtc.m.localhost/livekit/sfu?a", "forward http://sfu.of.m.localhost /?a"],
  ["https://call.siteb.m.localhost/room/#x", "app siteb.m.localhost"],
  ["https://call.m.localhost/backend", "status /"],
  ["https://call.m.localhost/backend/status.json", "status /status.json"],
  ["https://call.m.localhost/backends", "app m.localhost"],
  ["https://vault.siteb.m.localhost/backend", "vault siteb.m.localhost"],
])("%s leads to %s", (url, wanted) => {
  expect(route(url)).toBe(wanted);
});

test.each([
  "https://localhost:8443/_matrix/client/versions",
  "https://evil.example/_matrix/client/versions",
  "https://synapse.m.localhost.evil.example/_matrix/client/versions",
  "https://m.localhost/_matrix/client/versions",
  "https://matrix-rtc.m.localhost/livekit/jwtx/sfu/get",
  "https://synapse.m.localhost/",
  "https://app.m.localhost/",
])("%s leads nowhere", (url) => {
  expect(route(url)).toBe("nothing");
});

test("what is well known of a site names its homeserver and its authorisation service", () => {
  const site = {
    addresses: { homeserver: "https://synapse.m.localhost", authService: "https://matrix-rtc.m.localhost/livekit/jwt" },
    federationAddress: "synapse.m.localhost:8448",
  };
  expect(wellKnownOf("server", site)).toEqual({ "m.server": "synapse.m.localhost:8448" });
  expect(wellKnownOf("client", site)).toEqual({
    "m.homeserver": { base_url: "https://synapse.m.localhost" },
    "org.matrix.msc4143.rtc_foci": [
      { type: "livekit", livekit_service_url: "https://matrix-rtc.m.localhost/livekit/jwt" },
    ],
  });
});
