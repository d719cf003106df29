import { readFile } from "node:fs/promises";
import { request } from "node:https";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { authorityCertificate } from "./certificate.mjs";
import { SetupFault } from "./fault.mjs";
import { takeLock } from "./lock.mjs";
import { cacheDir } from "./places.mjs";
import { domainOf } from "./siteList.mjs";

const lockFile = path.join(cacheDir, "sites.lock");
/** How long the sites get to end, in ms. */
const END_TIMEOUT_MS = 20_000;
const POLL_MS = 200;

/** Takes the lock of whoever runs the sites; `note` is `{ pid, port }`, the port null while they start. */
export function takeSitesLock(note) {
  return takeLock(lockFile, note);
}

/** The note of whoever runs the sites now; null when nobody does. */
export async function findRunning() {
  const { lock, holder } = await takeSitesLock();
  if (!lock) return holder;
  await lock.release();
  return null;
}

/** Asks whoever runs the sites to end them, and waits until that is done. @returns whether anybody did. @faults SetupFault */
export async function endRunning() {
  const running = await findRunning();
  if (running === null) return false;
  process.kill(running.pid, "SIGTERM");
  const deadline = performance.now() + END_TIMEOUT_MS;
  while ((await findRunning())?.pid === running.pid) {
    if (performance.now() > deadline)
      throw new SetupFault(`Process ${running.pid} has not ended after ${END_TIMEOUT_MS / 1000} s.`);
    await delay(POLL_MS);
  }
  return true;
}

/** Reads the status of the sites whose proxy is at `port`. */
export async function askStatus(port) {
  const ca = await readFile(authorityCertificate);
  const servername = `call.${domainOf(0)}`;
  return new Promise((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      port,
      servername,
      ca,
      path: "/backend/status.json",
      headers: { Host: servername },
    };
    const asking = request(options, async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += chunk;
      if (response.statusCode === 200) resolve(JSON.parse(text));
      else reject(new Error(`the proxy answered with ${response.statusCode}`));
    });
    asking.on("error", reject).end();
  });
}
