/** Letters of the sites, in the order in which they come up. */
export const SITE_LETTERS = ["a", "b", "c"];

/** The port for browsers when none is named: 443 may be the system's to give. */
export const DEFAULT_PORT = 8443;

/** Ports at which homeservers of other sites ask; the first is the one of names that have none. */
const FEDERATION_PORTS = [8448, 8449, 8450];

/** Names that a site has below its domain. */
const LABELS = ["synapse", "matrix-rtc", "call", "vault", "app"];

/** The domain of the site at `index`: `m.localhost`, then `siteb.m.localhost` and `sitec.m.localhost`. */
export function domainOf(index) {
  return index === 0 ? "m.localhost" : `site${SITE_LETTERS[index]}.m.localhost`;
}

/** Every name at which a site answers. */
export function namesOf(domain) {
  return [domain, ...LABELS.map((label) => `${label}.${domain}`)];
}

/**
 * Who each of `count` sites is: `{ letter, domain, serverName, federationPort, federationAddress }`. With `hasNames`, servers are called
 * `synapse.<domain>` and share one port, as in a deployment; else `localhost:<port>`, for which no resolver has to be told anything.
 */
export function listSites({ count, hasNames, federationPorts = FEDERATION_PORTS }) {
  return Array.from({ length: count }, (_, index) => {
    const domain = domainOf(index);
    const port = federationPorts[hasNames ? 0 : index];
    const serverName = hasNames ? `synapse.${domain}` : `localhost:${port}`;
    const federationAddress = hasNames ? `${serverName}:${port}` : serverName;
    return { letter: SITE_LETTERS[index], domain, serverName, federationPort: port, federationAddress };
  });
}

/** Lines for the hosts file with which every program of this machine finds the names of `sites`. */
export function hostsLinesOf(sites) {
  return sites.map(({ domain }) => `127.0.0.1 ${namesOf(domain).join(" ")}`);
}
