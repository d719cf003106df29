import { X509Certificate } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { withLock } from "./lock.mjs";
import { cacheDir, rootDir } from "./places.mjs";
import { run } from "./run.mjs";

/** Where this machine's own authority is kept. */
export const authorityDir = path.join(cacheDir, "authority");
const authorityKey = path.join(authorityDir, "authority.key");

/** The certificate of this machine's own authority: sites that trust it can ask one another's homeservers. */
export const authorityCertificate = path.join(authorityDir, "authority.crt");

/** A certificate that ends sooner than this is made anew, in ms. */
const RENEW_BEFORE_MS = 30 * 86_400_000;

async function readCertificate(file) {
  return new X509Certificate(await readFile(file));
}

async function isGood(file, names) {
  try {
    const [authority, certificate] = await Promise.all([readCertificate(authorityCertificate), readCertificate(file)]);
    const isCurrent = Date.parse(certificate.validTo) > Date.now() + RENEW_BEFORE_MS;
    const hasNames = names.every((name) => certificate.checkHost(name) !== undefined);
    return certificate.verify(authority.publicKey) && isCurrent && hasNames;
  } catch {
    return false; // missing or unreadable
  }
}

/** Makes the certificate `tls.crt` with its `tls.key` in `dir`, for localhost and `names`, unless there is a good one. `python`: a command, or its words. */
export async function makeCertificate({ dir, python, names = [], signal }) {
  const certificate = path.join(dir, "tls.crt");
  if (await isGood(certificate, names)) return;
  await mkdir(dir, { recursive: true });
  await mkdir(authorityDir, { recursive: true });
  const [command, ...before] = [python].flat();
  const script = path.join(rootDir, "backend/native/certificate.py");
  const files = [authorityCertificate, authorityKey, certificate, path.join(dir, "tls.key"), ...names];
  const { code, output } = await withLock(`${authorityDir}.lock`, signal, () =>
    run(command, [...before, script, ...files], { signal }),
  );
  if (code !== 0) throw new Error(`the certificate was not made: ${output}`);
}
