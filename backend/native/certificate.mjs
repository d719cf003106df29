import { X509Certificate } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { withLock } from "./lock.mjs";
import { cacheDir, rootDir } from "./places.mjs";
import { run } from "./run.mjs";

const authorityDir = path.join(cacheDir, "authority");
const authorityKey = path.join(authorityDir, "authority.key");

/** The certificate of this machine's own authority: sites that trust it can ask one another's homeservers. */
export const authorityCertificate = path.join(authorityDir, "authority.crt");

/** A certificate that ends sooner than this is made anew, in ms. */
const RENEW_BEFORE_MS = 30 * 86_400_000;

async function readCertificate(file) {
  return new X509Certificate(await readFile(file));
}

async function isGood(file) {
  try {
    const [authority, certificate] = await Promise.all([readCertificate(authorityCertificate), readCertificate(file)]);
    return certificate.verify(authority.publicKey) && Date.parse(certificate.validTo) > Date.now() + RENEW_BEFORE_MS;
  } catch {
    return false; // missing or unreadable
  }
}

/** Makes the certificate under which a site's homeserver answers other servers, unless it has a good one. */
export async function makeCertificate({ dir, python, signal }) {
  const certificate = path.join(dir, "tls.crt");
  if (await isGood(certificate)) return;
  await mkdir(authorityDir, { recursive: true });
  const script = path.join(rootDir, "backend/native/certificate.py");
  const files = [authorityCertificate, authorityKey, certificate, path.join(dir, "tls.key")];
  const { code, output } = await withLock(`${authorityDir}.lock`, signal, () =>
    run(python, [script, ...files], { signal }),
  );
  if (code !== 0) throw new Error(`the certificate was not made: ${output}`);
}
