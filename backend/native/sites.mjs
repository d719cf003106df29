import { lookup } from "node:dns/promises";
import { readFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { authorityCertificate, makeCertificate } from "./certificate.mjs";
import { SetupFault } from "./fault.mjs";
import { configOf, vaultConfigOf } from "./parts.mjs";
import { isPortFree } from "./ports.mjs";
import { prepareSynapse } from "./prepare.mjs";
import { findRedis } from "./redis.mjs";
import { startSite } from "./site.mjs";
import { DEFAULT_PORT, hostsLinesOf, listSites, namesOf } from "./siteList.mjs";
import { describeParts } from "./siteParts.mjs";
import { step } from "./steps.mjs";

/** How long a part that ended by itself stays away before it is started again, in ms. */
const RESTART_DELAY_MS = 1000;

async function requireNames(sites) {
  for (const name of sites.flatMap(({ domain }) => namesOf(domain))) {
    const isKnown = await lookup(name).then(
      ({ address }) => address.startsWith("127.") || address === "::1",
      () => false,
    );
    if (isKnown) continue;
    throw new SetupFault(
      `This machine's resolver does not know ${name}: add these lines to the hosts file and run this again, or leave --names out.\n\n${hostsLinesOf(sites).join("\n")}`,
    );
  }
}

async function requirePort(port, purpose) {
  if (await isPortFree(port)) return;
  const isLow = port < 1024 && process.platform === "linux" && process.getuid() !== 0;
  throw new SetupFault(
    isLow
      ? `Port ${port} cannot be had: it is taken, or this system keeps ports below 1024 to itself (\`sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}\` gives them to everybody until the next start). Without --port it is ${DEFAULT_PORT}.`
      : `Port ${port}, ${purpose}, is taken by another program: end that program, or name another port.`,
  );
}

/** Finds out at once, before minutes of work, what a person has to mend first. Takes what `startSites` does. @faults SetupFault */
export async function checkPlaces({ count, port = DEFAULT_PORT, hasNames = false, federationPorts }) {
  const list = listSites({ count, hasNames, ...(federationPorts && { federationPorts }) });
  if (hasNames) await requireNames(list);
  await requirePort(port, "for browsers");
  for (const each of new Set(list.map((site) => site.federationPort))) await requirePort(each, "for other homeservers");
  return list;
}

/** A list of certificates as servers send it: their own, then the authority's. */
async function readChain(dir) {
  const [cert, authority, key] = await Promise.all(
    [path.join(dir, "tls.crt"), authorityCertificate, path.join(dir, "tls.key")].map((file) => readFile(file, "utf8")),
  );
  return { cert: `${cert.trim()}\n${authority}`, key };
}

/**
 * Starts federated sites behind one proxy.
 *
 * - `dir`: their data, one folder each. `appDir`: the built app.
 * - `count`: 1 to 3. `port`: where browsers find all of them. `hasNames`, `federationPorts`: see `listSites`.
 * - `appConfig`: what the app's `config.json` has besides; may be changed later through `setAppConfig`.
 * - `targets`: what the proxy leads to in the place of a site's own servers, by name: `http://host:port`.
 * - `hasVault`: whether the app uses the vault's name, which is served in any case.
 * - `rateLimits`, `onStep`, `onEnded`, `signal`: as for `startSite`. With `isMended`, a part that ends by itself is started again.
 *
 * @faults SetupFault when something is missing that a person can mend. Nothing is left running then.
 */
export async function startSites(options) {
  const { dir, appDir, port = DEFAULT_PORT, onStep, signal } = options;
  const { rateLimits = "normal", isMended = false, onEnded } = options;
  const list = await checkPlaces(options);
  const redis = await findRedis({ signal });
  const python = await prepareSynapse({ onStep, signal });
  const proxyDir = path.join(dir, "proxy");
  await makeCertificate({ dir: proxyDir, python, names: list.flatMap(({ domain }) => namesOf(domain)), signal });

  const sites = [];
  const configs = [];
  let proxy = null;
  let isStopping = false;
  const stop = async () => {
    isStopping = true;
    await proxy?.close();
    await Promise.all(sites.map((site) => site.stop()));
  };

  async function mend(site, end) {
    onEnded?.(end);
    if (!isMended) return;
    await delay(RESTART_DELAY_MS, undefined, { signal });
    const part = [site.homeserver, site.sfu, site.authService, site.redis].find((each) => each?.name === end.name);
    if (!isStopping) await part?.start({ signal });
  }

  try {
    for (const { letter, domain, serverName } of list) {
      // One after the other: what the first prepares, the next ones find.
      const site = await startSite({
        dir: path.join(dir, letter),
        appDir,
        proxied: { domain, port, serverName },
        redis,
        rateLimits,
        onStep: onStep && ((each) => onStep({ ...each, name: `${letter.toUpperCase()}: ${each.name}` })),
        onEnded: (end) => void mend(site, end).catch(() => {}),
      });
      sites.push(site);
      configs.push({ ...configOf(site.addresses, { hasVault: options.hasVault }), ...options.appConfig });
    }
    const parts = describeParts({ list, sites, redis, port });
    const { startProxy } = await import("../proxy/proxy.mjs");
    const { readPart } = await import("../proxy/readStatus.mjs");
    const readStatus = () => Promise.all(parts.map(readPart));
    proxy = await step("Starting the proxy", onStep, async () =>
      startProxy({
        port,
        federationPorts: list.map((site) => site.federationPort),
        sites: list.map((about, index) => ({
          ...about,
          addresses: sites[index].addresses,
          app: { dir: appDir, config: configs[index] },
          vault: { dir: appDir, config: vaultConfigOf(sites[index].addresses) },
          targets: { ...targetsOf(sites[index].ports), ...options.targets },
        })),
        ...(await readChain(proxyDir)),
        readStatus,
      }),
    );
    return {
      sites,
      list,
      hasRedis: redis !== null,
      readStatus,
      setAppConfig: (more) => configs.forEach((config) => Object.assign(config, more)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function targetsOf(ports) {
  const at = (port) => `http://127.0.0.1:${port}`;
  return {
    homeserver: at(ports.homeserver),
    federation: at(ports.federation),
    authService: at(ports.authService),
    sfu: at(ports.sfu),
    messenger: null,
  };
}
