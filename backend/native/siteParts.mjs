import { readFileSync } from "node:fs";
import path from "node:path";
import { rootDir } from "./places.mjs";
import { LIVEKIT_VERSION, SYNAPSE_VERSION } from "./versions.mjs";

function readOwnVersion() {
  return JSON.parse(readFileSync(path.join(rootDir, "package.json"), "utf8")).version;
}

function partsOf({ letter }, { addresses, ports, ...site }, redis, ownVersion) {
  const name = letter.toUpperCase();
  const about = (part, address, version) => ({
    site: name,
    name: part.name,
    address,
    version,
    logFile: part.logFile,
    askHealth: part.askHealth,
  });
  return [
    { site: name, name: "app", address: addresses.app, version: ownVersion, logFile: null },
    {
      ...about(site.homeserver, addresses.homeserver, SYNAPSE_VERSION),
      versionUrl: `http://127.0.0.1:${ports.federation}/_matrix/federation/v1/version`,
    },
    about(site.authService, addresses.authService, ownVersion),
    about(site.sfu, addresses.sfu, LIVEKIT_VERSION),
    ...(redis === null ? [] : [about(site.redis, `redis://127.0.0.1:${ports.redis}`, redis.version)]),
  ];
}

/** Every part of the sites, as `readPart` of `proxy/readStatus.mjs` takes them. */
export function describeParts({ list, sites, redis, port }) {
  const ownVersion = readOwnVersion();
  const proxy = {
    site: "all",
    name: "proxy",
    address: `https://${list[0].domain}${port === 443 ? "" : `:${port}`}`,
    version: `Node ${process.versions.node}`,
    logFile: null,
  };
  return [proxy, ...list.flatMap((about, index) => partsOf(about, sites[index], redis, ownVersion))];
}
