// The proxy as a program of its own, in a container: its one argument names the file that says what to serve.
import { readFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { startProxy } from "./proxy.mjs";
import { readPart } from "./readStatus.mjs";

/** Where the authority's certificate is mounted. */
const AUTHORITY = "/authority/authority.crt";

function partsOf({ letter, addresses, targets }) {
  const site = letter.toUpperCase();
  const about = (name, address, healthUrl) => ({ site, name, address, version: "", logFile: null, healthUrl });
  return [
    about("app", addresses.app, null),
    {
      ...about("homeserver", addresses.homeserver, `${targets.homeserver}/health`),
      versionUrl: `${targets.federation}/_matrix/federation/v1/version`,
    },
    about("authorisation service", addresses.authService, `${targets.authService}/healthz`),
    about("SFU", addresses.sfu, `${targets.sfu}/`),
  ];
}

const [file] = process.argv.slice(2);
const { port, federationPorts, sites } = JSON.parse(await readFile(file, "utf8"));
const read = (name) => readFile(path.resolve(path.dirname(file), name), "utf8");
const [cert, authority, key] = await Promise.all([read("tls.crt"), readFile(AUTHORITY, "utf8"), read("tls.key")]);
const parts = sites.flatMap(partsOf);
const proxy = await startProxy({
  host: "0.0.0.0",
  port,
  federationPorts,
  sites,
  cert: `${cert.trim()}\n${authority}`,
  key,
  readStatus: () => Promise.all(parts.map(readPart)),
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void proxy.close());
