import { rm } from "node:fs/promises";
import path from "node:path";
import { makeCertificate } from "./certificate.mjs";
import { describeSite } from "./description.mjs";
import { SetupFault } from "./fault.mjs";
import { createIdentity, readIdentity } from "./identity.mjs";
import { configOf, createAuthService, createHomeserver, createRedis, createSfu, makeSiteFolders } from "./parts.mjs";
import { vaultConfigOf } from "./parts.mjs";
import { pickPorts } from "./ports.mjs";
import { prepareSfu, prepareSynapse } from "./prepare.mjs";
import { step } from "./steps.mjs";

/** The ports a site takes when they are free. */
export const preferredPorts = {
  app: 8100,
  vault: 8101,
  homeserver: 8108,
  federation: 8148,
  authService: 8180,
  sfu: 7880,
  sfuUdp: 7882,
};

async function choosePorts(dir, { ports, requiredAppPort }) {
  const stored = await readIdentity(dir);
  const wanted = {};
  for (const [name, port] of Object.entries({ ...preferredPorts, ...ports })) wanted[name] = { port };
  wanted.sfuUdp.kind = "udp";
  if (requiredAppPort !== undefined) {
    wanted.app = {
      port: requiredAppPort,
      isRequired: true,
      remedy: `Port ${requiredAppPort} is taken by another program: end that program, or name another port with --port.`,
    };
  }
  if (stored) {
    wanted.federation = {
      port: stored.federationPort,
      isRequired: true,
      remedy: `This site's accounts belong to "localhost:${stored.federationPort}", but port ${stored.federationPort} is taken by another program: end that program, or begin afresh with \`npm start -- --reset\`.`,
    };
  }
  const chosen = await pickPorts(wanted);
  return { ports: chosen, identity: stored ?? (await createIdentity(dir, { federationPort: chosen.federation })) };
}

/** Behind the proxy any port will do, and the server name is given. */
async function choosePortsBehindProxy(dir, { proxied: { serverName } }) {
  const stored = await readIdentity(dir);
  if (stored && stored.serverName !== serverName) {
    throw new SetupFault(
      `This site's accounts belong to "${stored.serverName}", not to "${serverName}": start it as before, or begin afresh with \`npm run backend -- reset\`.`,
    );
  }
  const names = ["homeserver", "federation", "authService", "sfu", "redis"];
  const wanted = Object.fromEntries(names.map((name) => [name, { port: 0 }]));
  const ports = await pickPorts({ ...wanted, sfuUdp: { port: 0, kind: "udp" } });
  return { ports, identity: stored ?? (await createIdentity(dir, { serverName })) };
}

/**
 * Starts one real local site: homeserver, SFU, authorisation service and the app's server, side by side.
 *
 * - `dir`: its data; the same folder again is the same site, with its accounts.
 * - `appDir`: the built app to serve.
 * - `ports`: preferred ports by the names of `preferredPorts`; 0 is any free one. `requiredAppPort` must be free.
 * - `after`: what the authorisation service and the app wait for, as both need installed packages (and a build).
 * - `proxied`: `{ domain, port, serverName }` for a site behind the proxy (`proxy/proxy.mjs`), which then serves the app as well.
 * - `hasVault`: whether the account lives in a frame of an origin of its own (its port is another; behind the proxy, its name).
 * - `redis`: what `findRedis` gave, for an SFU that keeps its state there.
 * - `rateLimits`: "normal", or "generous" for tests.
 * - `onStep`, `log`: hear of steps (see `step`) and of single lines. `onEnded` hears of a part that ended by itself.
 * - `signal`: stops the site, also while it starts.
 *
 * @faults SetupFault when something is missing that a person can mend. Nothing is left running then.
 */
export async function startSite(options) {
  const { dir: givenDir, appDir, after = Promise.resolve(), rateLimits = "normal", onStep, log, onEnded } = options;
  const dir = path.resolve(givenDir);
  const stopping = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
  signal.throwIfAborted();
  after.catch(() => {}); // heard below, at the latest by then
  const { proxied, redis = null, hasVault = false } = options;
  const { ports, identity } = await (proxied ? choosePortsBehindProxy : choosePorts)(dir, options);
  await rm(path.join(dir, "logs"), { recursive: true, force: true });
  await makeSiteFolders(dir);
  const site = describeSite({ dir, ports, identity, proxied, redis, log, onEnded });
  const parts = {};
  const appServers = [];

  async function startPart(key, name, create) {
    const part = await create();
    parts[key] = part;
    await step(name, onStep, () => part.start({ signal }));
  }

  async function prepareHomeserver() {
    const python = await prepareSynapse({ onStep, signal });
    await makeCertificate({ dir, python, signal });
    return python;
  }

  async function startHomeserver() {
    const python = await homeserverPrepared;
    await startPart("homeserver", "Starting the homeserver", () =>
      createHomeserver({ site, python, limits: rateLimits }),
    );
  }

  async function startSfu() {
    const binary = await prepareSfu({ onStep, signal });
    if (redis !== null) await startPart("redis", "Starting Redis", () => createRedis({ site }));
    await startPart("sfu", "Starting the SFU", () => createSfu({ site, binary }));
  }

  async function startAuthService() {
    await Promise.all([after, homeserverPrepared]); // it reads the authority's certificate once, when it starts
    await startPart("authService", "Starting the authorisation service", () => createAuthService({ site }));
  }

  async function startApp() {
    await after;
    if (proxied) return;
    const { startAppServer, startVaultServer } = await import("../app/appServer.mjs");
    signal.throwIfAborted();
    const config = configOf(site.addresses, { hasVault });
    appServers.push(await startAppServer({ dir: appDir, port: ports.app, config }));
    if (!hasVault) return;
    const ofVault = vaultConfigOf(site.addresses);
    appServers.push(await startVaultServer({ dir: appDir, port: ports.vault, config: ofVault }));
  }

  let stopped = null;
  async function stopAll() {
    stopping.abort(new Error("the site was stopped"));
    await Promise.all([
      ...appServers.map((server) => server.close()),
      ...Object.values(parts).map((part) => part.stop()),
    ]);
  }
  const stop = () => (stopped ??= stopAll());

  const homeserverPrepared = prepareHomeserver();
  const starting = [startHomeserver(), startSfu(), startAuthService(), startApp()];
  try {
    await Promise.all(starting);
  } catch (error) {
    stopping.abort(error);
    await Promise.allSettled(starting);
    await stop();
    throw error;
  }
  options.signal?.addEventListener("abort", () => void stop(), { once: true });
  return {
    addresses: site.addresses,
    ports,
    livekit: identity.livekit,
    registrationSharedSecret: identity.registrationSharedSecret,
    homeserver: parts.homeserver,
    sfu: parts.sfu,
    authService: parts.authService,
    redis: parts.redis ?? null,
    stop,
  };
}
