/** Whether `hostname` is `name` of `site`, or one below it in the list of names that a site has. */
const isOf = (hostname, label, { domain }) => hostname === (label === "" ? domain : `${label}.${domain}`);

/** Names of a site under its domain, by what answers there; the domain itself has the `.well-known` files only. */
export const LABELS = {
  domain: "",
  homeserver: "synapse",
  rtc: "matrix-rtc",
  app: "call",
  vault: "vault",
  messenger: "app",
};

const WELL_KNOWN = /^\/\.well-known\/matrix\/(client|server)$/;
const FEDERATION = /^\/_matrix\/(federation|key)\//;

/** `path` without `prefix`, when it is at or below it; else null. */
function below(path, prefix) {
  if (path === prefix) return "/";
  if (path.startsWith(`${prefix}/`)) return path.slice(prefix.length);
  return path.startsWith(`${prefix}?`) ? `/${path.slice(prefix.length)}` : null;
}

const forward = (target, path) => (target ? { kind: "forward", target, path } : { kind: "nothing" });

function routeInHomeserver(site, path) {
  const [pathname] = path.split("?");
  const wellKnown = WELL_KNOWN.exec(pathname);
  if (wellKnown) return { kind: "wellKnown", name: wellKnown[1], site };
  if (FEDERATION.test(pathname)) return forward(site.targets.federation, path);
  return /^\/(_matrix|_synapse)\//.test(pathname) ? forward(site.targets.homeserver, path) : { kind: "nothing" };
}

function routeInRtc({ targets }, path) {
  const jwt = below(path, "/livekit/jwt");
  if (jwt !== null) return forward(targets.authService, jwt);
  // LiveKit's own server SDK drops the path of the SFU's address.
  if (path.startsWith("/twirp/")) return forward(targets.sfu, path);
  const sfu = below(path, "/livekit/sfu");
  return sfu === null ? { kind: "nothing" } : forward(targets.sfu, sfu);
}

function routeInApp(site, path) {
  const status = below(path, "/backend");
  return status === null ? { kind: "app", site } : { kind: "status", path: status };
}

/**
 * @typedef {{ kind: "forward" | "wellKnown" | "app" | "vault" | "status" | "nothing", target?: string, path?: string, name?: string, site?: { domain: string } }} Route
 */

/**
 * Where a request belongs, by the name it was sent to, the port it came in by, and its path:
 * `{ kind: "forward", target, path }`, `{ kind: "wellKnown", name, site }`, `{ kind: "app", site }`, `{ kind: "vault", site }`, `{ kind: "status", path }` or
 * `{ kind: "nothing" }`. A name that is no site's leads nowhere, so that no foreign page reaches a site by a name of its own.
 * @returns {Route}
 */
export function routeOf(sites, { hostname, port, path }) {
  for (const site of sites) {
    if (isOf(hostname, LABELS.homeserver, site)) return routeInHomeserver(site, path);
    if (isOf(hostname, LABELS.rtc, site)) return routeInRtc(site, path);
    if (isOf(hostname, LABELS.app, site)) return routeInApp(site, path);
    if (isOf(hostname, LABELS.vault, site)) return { kind: "vault", site };
    if (isOf(hostname, LABELS.messenger, site)) return forward(site.targets.messenger, path);
    if (isOf(hostname, LABELS.domain, site)) {
      const route = routeInHomeserver(site, path);
      return route.kind === "wellKnown" ? route : { kind: "nothing" };
    }
  }
  const named = sites.find(({ serverName }) => serverName === `${hostname}:${port}`);
  return named === undefined ? { kind: "nothing" } : routeInHomeserver(named, path);
}

/** The content of a site's `.well-known/matrix/client` or `.well-known/matrix/server`. */
export function wellKnownOf(name, { addresses, federationAddress }) {
  if (name === "server") return { "m.server": federationAddress };
  return {
    "m.homeserver": { base_url: addresses.homeserver },
    "org.matrix.msc4143.rtc_foci": [{ type: "livekit", livekit_service_url: addresses.authService }],
  };
}
