import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { authorityCertificate } from "../native/certificate.mjs";
import { proxiedAddresses, sharedValues } from "../native/description.mjs";
import { createIdentity, readIdentity } from "../native/identity.mjs";
import { authServiceSettings, configOf, vaultConfigOf } from "../native/parts.mjs";
import { rootDir } from "../native/places.mjs";
import { listSites, namesOf } from "../native/siteList.mjs";
import { fillSiteTemplate, fillTemplate } from "../native/templates.mjs";
import { LIVEKIT_VERSION, SYNAPSE_VERSION } from "../native/versions.mjs";

/** The homeserver's image, which also has what makes certificates. */
export const HOMESERVER_IMAGE = `ghcr.io/element-hq/synapse:v${SYNAPSE_VERSION}`;
const images = {
  homeserverImage: HOMESERVER_IMAGE,
  sfuImage: `livekit/livekit-server:v${LIVEKIT_VERSION}`,
  nodeImage: "node:24-slim",
  messengerImage: "vectorim/element-web:v1.12.0",
};

const PRIVATE = { mode: 0o600 };
const FIRST_UDP_PORT = 7882;
const text = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** A mount in compose's long form, in which a path may have any character. */
function mount(source, target, isReadOnly = true) {
  return JSON.stringify({ type: "bind", source, target, read_only: isReadOnly });
}

/** Whom the containers run as: whoever started them, so that what they write is theirs. */
function currentUser() {
  return typeof process.getuid === "function" ? `${process.getuid()}:${process.getgid()}` : "1000:1000";
}

const sharedMounts = {
  volumeOfCode: mount(rootDir, "/parley"),
  volumeOfAuthority: mount(authorityCertificate, "/authority/authority.crt"),
};

/** Values of the site's templates that are those of servers in containers. */
function containerValues(letter, sfuUdpPort) {
  return {
    dir: "/data",
    authorityCertificate: "/authority/authority.crt",
    bindAddress: "0.0.0.0",
    mediaNetwork: "0.0.0.0/0",
    hasOwnTls: false,
    isBehindProxy: true,
    homeserverPort: 8008,
    federationPort: 8448,
    sfuPort: 7880,
    sfuUdpPort,
    redisAddress: `redis-${letter}:6379`,
    webhookUrl: `http://auth-service-${letter}:8080/sfu_webhook`,
  };
}

async function fillComposeTemplate(name, values) {
  return fillTemplate(await readFile(path.join(rootDir, "backend/compose", name), "utf8"), values);
}

async function writeSite({ dir, site, port, index }) {
  const { letter, serverName } = site;
  await mkdir(path.join(dir, "media"), { recursive: true });
  const identity = (await readIdentity(dir)) ?? (await createIdentity(dir, { serverName }));
  const addresses = proxiedAddresses({ ...site, port });
  const sfuUdpPort = FIRST_UDP_PORT + index;
  const values = { ...sharedValues({ addresses, identity }), ...containerValues(letter, sfuUdpPort) };
  const fill = (name) => fillSiteTemplate(name, values);
  const file = (name) => path.join(dir, name);
  await writeFile(
    file("homeserver.yaml"),
    (await fill("homeserver.yaml")) + (await fill("limits.normal.yaml")),
    PRIVATE,
  );
  await writeFile(file("log.yaml"), await fill("homeserver.log.yaml"));
  await writeFile(file("livekit.yaml"), (await fill("livekit.yaml")) + (await fill("livekit.redis.yaml")), PRIVATE);
  const settings = {
    ...authServiceSettings({ addresses, identity, redisUrl: `redis://redis-${letter}:6379` }),
    LIVEKIT_JWT_BIND: "0.0.0.0:8080",
    LIVEKIT_ALLOWED_NETWORKS: "private",
    NODE_EXTRA_CA_CERTS: "/authority/authority.crt",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(file("auth-service.env"), lines.join(""), PRIVATE);
  const homeserver = { base_url: addresses.homeserver, server_name: serverName };
  const messenger = {
    default_server_config: { "m.homeserver": homeserver },
    element_call: { url: addresses.app, use_exclusively: true },
  };
  await writeFile(file("messenger.json"), text(messenger));
  const compose = await fillComposeTemplate("site.yaml", {
    ...images,
    ...sharedMounts,
    letter,
    user: currentUser(),
    sfuUdpPort,
    authServiceEnvFile: JSON.stringify(file("auth-service.env")),
    volumeOfSite: mount(dir, "/data", false),
    volumeOfMessengerConfig: mount(file("messenger.json"), "/app/config.json"),
  });
  return { addresses, compose };
}

function proxiedSite(site, addresses, hasVault) {
  const at = (name, port) => `http://${name}-${site.letter}:${port}`;
  return {
    ...site,
    addresses,
    app: { dir: "/app", config: configOf(addresses, { hasVault }) },
    vault: { dir: "/app", config: vaultConfigOf(addresses) },
    targets: {
      homeserver: at("homeserver", 8008),
      federation: at("homeserver", 8448),
      authService: at("auth-service", 8080),
      sfu: at("sfu", 7880),
      messenger: at("messenger", 80),
    },
  };
}

/**
 * Writes all that `docker compose` needs for `count` sites below `dir`: configuration from the templates of `backend/sites`, and one
 * compose file for each site and for the proxy. @returns the compose files, in the order in which they belong on the command line
 */
export async function writeProject({ dir, appDir, count, port, hasVault = false }) {
  const list = listSites({ count, hasNames: true });
  const proxyDir = path.join(dir, "proxy");
  await mkdir(proxyDir, { recursive: true });
  const files = [path.join(dir, "proxy.yaml")];
  const sites = [];
  for (const [index, site] of list.entries()) {
    const { addresses, compose } = await writeSite({ dir: path.join(dir, site.letter), site, port, index });
    const file = path.join(dir, `site-${site.letter}.yaml`);
    await writeFile(file, compose);
    files.push(file);
    sites.push(proxiedSite(site, addresses, hasVault));
  }
  const federationPorts = [...new Set(list.map(({ federationPort }) => federationPort))];
  await writeFile(path.join(proxyDir, "proxy.json"), text({ port, federationPorts, sites }));
  const proxy = await fillComposeTemplate("proxy.yaml", {
    ...images,
    ...sharedMounts,
    user: currentUser(),
    ports: JSON.stringify([port, ...federationPorts].map((each) => `127.0.0.1:${each}:${each}`)),
    aliases: JSON.stringify(list.flatMap(({ domain }) => namesOf(domain))),
    volumeOfApp: mount(appDir, "/app"),
    volumeOfProxy: mount(proxyDir, "/data"),
  });
  await writeFile(files[0], proxy);
  return files;
}
