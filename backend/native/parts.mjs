import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { authorityCertificate } from "./certificate.mjs";
import { createPart } from "./part.mjs";
import { rootDir } from "./places.mjs";
import { askRedis } from "./redis.mjs";
import { fillSiteTemplate } from "./templates.mjs";
import { findTypeScriptNode } from "./tools.mjs";

const localhostNames = pathToFileURL(path.join(rootDir, "backend/native/localhostNames.mjs")).href;

/** Only the site's own process may read what holds its secrets. */
const PRIVATE = { mode: 0o600 };

/** The homeserver of a site, with its configuration and log set-up written. */
export async function createHomeserver({ site, python, limits }) {
  const { dir, ports } = site;
  const config = await fillSiteTemplate("homeserver.yaml", site.values);
  const configFile = path.join(dir, "homeserver.yaml");
  await writeFile(configFile, config + (await fillSiteTemplate(`limits.${limits}.yaml`, {})), PRIVATE);
  await writeFile(path.join(dir, "log.yaml"), await fillSiteTemplate("homeserver.log.yaml", {}));
  return createPart({
    ...site.partOptions("homeserver"),
    command: python,
    args: ["-m", "synapse.app.homeserver", "-c", configFile],
    cwd: dir,
    healthUrl: `http://127.0.0.1:${ports.homeserver}/health`,
  });
}

/** The SFU of a site, with its configuration written. */
export async function createSfu({ site, binary }) {
  const configFile = path.join(site.dir, "livekit.yaml");
  const config = await fillSiteTemplate("livekit.yaml", site.values);
  const redis = site.redis ? await fillSiteTemplate("livekit.redis.yaml", site.values) : "";
  await writeFile(configFile, config + redis, PRIVATE);
  return createPart({
    ...site.partOptions("SFU"),
    command: binary,
    args: ["--config", configFile],
    cwd: site.dir,
    healthUrl: `http://127.0.0.1:${site.ports.sfu}/`,
  });
}

/** The Redis of a site, which keeps nothing on disk. */
export function createRedis({ site }) {
  const { ports, redis, dir } = site;
  return createPart({
    ...site.partOptions("Redis"),
    command: redis.command,
    args: ["--port", String(ports.redis), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", dir],
    cwd: dir,
    isReady: () => askRedis(ports.redis),
  });
}

/** The settings of a site's authorisation service that are the same wherever it runs. */
export function authServiceSettings({ addresses, identity, redisUrl }) {
  return {
    LIVEKIT_URL: addresses.sfu,
    LIVEKIT_KEY: identity.livekit.key,
    LIVEKIT_SECRET: identity.livekit.secret,
    LIVEKIT_FULL_ACCESS_HOMESERVERS: addresses.homeserverName,
    ...(redisUrl === null ? {} : { LIVEKIT_REDIS_URL: redisUrl }),
  };
}

/** The authorisation service of a site. It trusts this machine's authority besides the usual ones, and checks every certificate. */
export function createAuthService({ site }) {
  const { addresses, identity, ports } = site;
  return createPart({
    ...site.partOptions("authorisation service"),
    command: findTypeScriptNode(),
    args: [...(site.isProxied ? ["--import", localhostNames] : []), path.join(rootDir, "backend/auth-service/main.ts")],
    cwd: rootDir,
    env: {
      ...authServiceSettings({
        addresses,
        identity,
        redisUrl: site.redis === null ? null : `redis://127.0.0.1:${ports.redis}`,
      }),
      LIVEKIT_JWT_BIND: `127.0.0.1:${ports.authService}`,
      // The homeservers of the local sites are all on this machine.
      LIVEKIT_ALLOWED_NETWORKS: "loopback",
      // Delegated leaves are put off and sent there.
      LIVEKIT_CS_API_URL_OVERRIDES: `${addresses.homeserverName}=${addresses.homeserver}`,
      NODE_EXTRA_CA_CERTS: authorityCertificate,
    },
    healthUrl: `http://127.0.0.1:${ports.authService}/healthz`,
  });
}

function serverConfigOf(addresses) {
  return { "m.homeserver": { base_url: addresses.homeserver, server_name: addresses.homeserverName } };
}

/** The `config.json` of the vault's origin: whom it serves, and where passwords go. */
export function vaultConfigOf(addresses) {
  return { vault_for: [addresses.app], default_server_config: serverConfigOf(addresses) };
}

/** The app's `config.json` for a site. */
export function configOf(addresses, { hasVault = false } = {}) {
  return {
    ...(hasVault && { vault_origin: addresses.vault }),
    default_server_config: serverConfigOf(addresses),
    livekit: { livekit_service_url: addresses.authService },
    // A lost member is gone after 18 s at most; the delayed leave is put off every 4 s.
    matrix_rtc_session: { delayed_leave_event_delay_ms: 18_000, delayed_leave_event_restart_ms: 4000 },
  };
}

/** Makes the folders of a site. */
export async function makeSiteFolders(dir) {
  await mkdir(path.join(dir, "logs"), { recursive: true });
  await mkdir(path.join(dir, "media"), { recursive: true });
}
