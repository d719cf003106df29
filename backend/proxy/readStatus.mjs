import { open } from "node:fs/promises";

/** How much of a log is shown, in bytes. */
const TAIL_BYTES = 3000;
const TIMEOUT_MS = 2000;

/** The end of a log, in whole lines and without tokens; empty while there is none. */
export async function readTail(file, bytes = TAIL_BYTES) {
  let handle = null;
  try {
    handle = await open(file);
    const { size } = await handle.stat();
    const from = Math.max(0, size - bytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    const text = buffer.toString("utf8", 0, bytesRead);
    return hideTokens(from === 0 ? text : text.slice(text.indexOf("\n") + 1)).trimEnd();
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  } finally {
    await handle?.close();
  }
}

/** Takes what opens doors out of a log's text: access tokens in addresses, and signed tokens. */
export function hideTokens(text) {
  return text
    .replaceAll(/(access_token=)[^&\s"']+/g, "$1…")
    .replaceAll(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "…")
    .replaceAll(/\bsy[tr]_[\w-]+/g, "…");
}

async function ask(url, timeoutMs) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    return response.ok ? text : null;
  } catch {
    return null;
  }
}

async function readVersion({ version, versionUrl }) {
  if (!versionUrl) return version;
  const text = await ask(versionUrl, TIMEOUT_MS);
  try {
    return text === null ? version : (JSON.parse(text).server?.version ?? version);
  } catch {
    return version;
  }
}

/**
 * What there is to say of `part`: `{ site, name, version, isHealthy, address, log }`. A part has `healthUrl`, or `askHealth` when it
 * speaks no HTTP; `logFile` null gives no log.
 */
export async function readPart({ site, name, address, logFile, healthUrl, askHealth, ...about }) {
  const [version, isHealthy, log] = await Promise.all([
    readVersion(about),
    askHealth ? askHealth() : healthUrl ? ask(healthUrl, TIMEOUT_MS).then((text) => text !== null) : true,
    logFile ? readTail(logFile) : null,
  ]);
  return { site, name, version, isHealthy, address, log };
}
