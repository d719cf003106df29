import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

function secret() {
  return randomBytes(32).toString("base64url");
}

function newIdentity(name) {
  return {
    ...name,
    livekit: { key: "parley", secret: secret() },
    registrationSharedSecret: secret(),
    macaroonSecret: secret(),
    formSecret: secret(),
  };
}

/** What stays the same over a site's restarts: its server name (or that name's port), keys and secrets. Null before its first start. */
export async function readIdentity(dir) {
  try {
    return JSON.parse(await readFile(path.join(dir, "site.json"), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Makes and stores a new site's identity, with the signing key of its homeserver. `name` is `{ federationPort }` where the port decides
 * the server name, else `{ serverName }`.
 */
export async function createIdentity(dir, name) {
  await mkdir(dir, { recursive: true });
  const identity = newIdentity(name);
  const seed = randomBytes(32).toString("base64").replace(/=+$/, "");
  await writeFile(path.join(dir, "signing.key"), `ed25519 a_${randomBytes(3).toString("hex")} ${seed}\n`, {
    mode: 0o600,
  });
  await writeFile(path.join(dir, "site.json"), `${JSON.stringify(identity, null, 2)}\n`, { mode: 0o600 });
  return identity;
}
