import { randomBytes } from "node:crypto";
import { SetupFault } from "../native/fault.mjs";

/** Shortest secret that is taken, in characters; 32 are also what the SFU asks of its own. */
const SHORTEST = 32;
/** A secret of that length made by chance has more different characters than this, but for one in millions. */
const FEWEST_DIFFERENT = 12;
const KNOWN = /^(?:change[-_ ]?me|secret|password|test|example|devkey|admin|1234|abcd|qwert)/i;

/** The secrets of a deployment, by what they are for. */
export const secretNames = [
  "livekitSecret",
  "postgresPassword",
  "macaroonSecret",
  "formSecret",
  "registrationSecret",
  "operatorToken",
  "valkeyPassword",
  "workerSecret",
];

/** A fresh secret: 43 characters of A-Z, a-z, 0-9, `-` and `_`, so that no file format has to escape it. */
function freshSecret() {
  return randomBytes(32).toString("base64url");
}

/** Why `secret` is too weak, in words that do not repeat it; null when it is strong. */
export function weaknessOf(secret) {
  if (typeof secret !== "string") return "is missing";
  if (secret.length < SHORTEST) return `has ${secret.length} characters; ${SHORTEST} are the least`;
  if (!/^[\w.~+/=-]+$/.test(secret)) return "holds characters that configuration files read as something else";
  if (KNOWN.test(secret)) return "begins like a secret from a manual";
  if (new Set(secret).size < FEWEST_DIFFERENT) return "repeats the same few characters";
  return null;
}

/** Refuses secrets that are weak or used twice. @faults SetupFault, naming them without showing them */
export function requireStrong(secrets) {
  const faults = secretNames.flatMap((name) => {
    const weakness = weaknessOf(secrets[name]);
    const twin = secretNames.find((other) => other !== name && secrets[other] === secrets[name]);
    return weakness !== null ? [`${name} ${weakness}`] : twin ? [`${name} is the same as ${twin}`] : [];
  });
  if (faults.length > 0) {
    throw new SetupFault(
      `The secrets are too weak: ${faults.join("; ")}. Take them out of secrets/secrets.json, and fresh ones are made.`,
    );
  }
}

/** The secrets in `kept`, and fresh ones for those that are not there. */
export function completeSecrets(kept = {}) {
  return Object.fromEntries(secretNames.map((name) => [name, kept[name] ?? freshSecret()]));
}

/** A fresh signing key in the homeserver's own format. */
export function freshSigningKey() {
  const seed = randomBytes(32).toString("base64").replace(/=+$/, "");
  return `ed25519 a_${randomBytes(3).toString("hex")} ${seed}\n`;
}
