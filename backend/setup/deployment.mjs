import { chown, copyFile, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { rootDir } from "../native/places.mjs";
import { SetupFault } from "../native/fault.mjs";
import { fillTemplate } from "../native/templates.mjs";
import { completeSecrets, freshSigningKey, requireStrong } from "./secrets.mjs";

const deployDir = path.join(rootDir, "backend/deploy");
/** Synapse's own user in its image: files are given to it when root runs the setup, as the services do not run as root. */
const SYNAPSE_ID = 991;
/** Where Caddy keeps what it got from the authority that caddy/Caddyfile names. */
const CADDY_CERTIFICATES = "/caddy/caddy/certificates/acme-v02.api.letsencrypt.org-directory";
const PRIVATE = 0o600;
const READABLE = 0o644;

/** Each file that is made from a template, and who may read it. What holds a secret is its owner's alone; `isOnce` is never written again. */
const filled = [
  { template: "compose.env", file: ".env", mode: READABLE },
  { template: "homeserver.yaml", file: "synapse/homeserver.yaml", mode: PRIVATE },
  { template: "secrets.yaml", file: "synapse/secrets.yaml", mode: PRIVATE },
  { template: "local.yaml", file: "synapse/local.yaml", mode: PRIVATE, isOnce: true },
  { template: "log.yaml", file: "synapse/log.yaml", mode: PRIVATE },
  { template: "livekit.yaml", file: "livekit/livekit.yaml", mode: READABLE },
  { template: "config.json", file: "app/config.json", mode: READABLE },
  { template: "livekit.env", file: "secrets/livekit.env", mode: PRIVATE },
  { template: "auth-service.env", file: "secrets/auth-service.env", mode: PRIVATE },
  { template: "valkey.password", file: "synapse/valkey.password", mode: PRIVATE },
  { template: "node.env", file: "secrets/node.env", mode: PRIVATE },
  { template: "valkey.env", file: "secrets/valkey.env", mode: PRIVATE },
  { template: "postgres.env", file: "secrets/postgres.env", mode: PRIVATE },
];

async function readOr(file, ifMissing) {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return ifMissing;
    throw error;
  }
}

async function readKeptSecrets(file) {
  const text = await readOr(file, "{}");
  try {
    return JSON.parse(text);
  } catch {
    throw new SetupFault(`${file} is not JSON: mend it, or move it away, and fresh secrets are made.`);
  }
}

/** What was answered when the deployment in `dir` was written; empty before. */
export async function readKeptAnswers(dir) {
  const text = await readOr(path.join(dir, ".env"), "");
  const kept = (name) => new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1];
  return { domain: kept("PARLEY_DOMAIN"), email: kept("PARLEY_ACME_EMAIL"), address: kept("PARLEY_ADDRESS") };
}

/** A deployment belongs to one domain for good: accounts and signatures carry its name. */
async function requireSameDomain(dir, domain) {
  const kept = await readKeptAnswers(dir);
  if (kept.domain !== undefined && kept.domain !== domain) {
    throw new SetupFault(
      `${dir} holds the deployment of ${kept.domain}, and a homeserver cannot change its name: choose another folder with --out.`,
    );
  }
}

function ownerOf() {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  return uid === 0
    ? { uid: SYNAPSE_ID, gid: SYNAPSE_ID, isHandedOver: process.getuid !== undefined }
    : { uid, gid, isHandedOver: false };
}

async function handOver(dir, owner) {
  if (!owner.isHandedOver) return;
  const files = filled.map(({ file }) => file).filter((file) => file.startsWith("synapse/"));
  for (const file of ["synapse", "synapse/signing.key", "data/synapse", ...files])
    await chown(path.join(dir, file), owner.uid, owner.gid);
}

/**
 * Writes a complete deployment to `dir`, or writes it anew with the secrets it has. `answers` are those of `collectAnswers`.
 * @returns the names of the written files. @faults SetupFault, also for weak secrets; nothing is written then.
 */
export async function writeDeployment({ dir, answers }) {
  await requireSameDomain(dir, answers.domain);
  const secretsFile = path.join(dir, "secrets/secrets.json");
  const secrets = completeSecrets(await readKeptSecrets(secretsFile));
  requireStrong(secrets);
  const owner = ownerOf();
  const values = {
    ...secrets,
    domain: answers.domain,
    email: answers.email,
    source: rootDir,
    uid: owner.uid,
    gid: owner.gid,
    nodeAddress: answers.address ?? "",
    addressSetting: answers.address === null ? "use_external_ip: true" : `node_ip: ${answers.address}`,
    turnCertificates: `${CADDY_CERTIFICATES}/turn.${answers.domain}`,
  };
  for (const folder of ["synapse", "livekit", "app", "secrets", "data/synapse"])
    await mkdir(path.join(dir, folder), { recursive: true, mode: folder === "secrets" ? 0o700 : 0o755 });
  const write = (file, text, mode) => writeFile(path.join(dir, file), text, { mode });
  await write(".gitignore", "*\n", READABLE);
  await write("secrets/secrets.json", `${JSON.stringify(secrets, null, 2)}\n`, PRIVATE);
  for (const { template, file, mode, isOnce } of filled) {
    if (isOnce && (await readOr(path.join(dir, file), null)) !== null) continue;
    await write(file, fillTemplate(await readFile(path.join(deployDir, "templates", template), "utf8"), values), mode);
  }
  const signingKey = await readOr(path.join(dir, "synapse/signing.key"), null);
  if (signingKey === null) await write("synapse/signing.key", freshSigningKey(), PRIVATE);
  await copyFile(path.join(deployDir, "compose.yaml"), path.join(dir, "compose.yaml"));
  // What was taken out of the proxy's sites by hand stays out.
  const isFirst = (await readOr(path.join(dir, "caddy/Caddyfile"), null)) === null;
  const filter = (source) => isFirst || path.basename(source) !== "sites";
  for (const folder of ["caddy", "entry", "scale"])
    await cp(path.join(deployDir, folder), path.join(dir, folder), { recursive: true, filter });
  const node = await readFile(path.join(deployDir, "scale/livekit/node.yaml"), "utf8");
  await write("scale/livekit/node.yaml", node.replaceAll("example.org", answers.domain), READABLE);
  await handOver(dir, owner);
  return [
    "compose.yaml",
    "caddy/Caddyfile",
    "synapse/signing.key",
    "secrets/secrets.json",
    ...filled.map(({ file }) => file),
  ];
}
