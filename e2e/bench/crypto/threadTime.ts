import { readdir, readFile } from "node:fs/promises";
import type { Browser } from "@playwright/test";

/** CPU time that all threads of web workers in `browser` have used, in ms; as Linux counts it. */
export async function workerCpuMs(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  let spentNs = 0;
  for (const { id, type } of processInfo) {
    if (type !== "renderer") continue;
    const folder = `/proc/${id}/task`;
    for (const thread of await readdir(folder)) {
      const name = await readFile(`${folder}/${thread}/comm`, "utf8").catch(() => "");
      if (!name.startsWith("DedicatedWorker")) continue;
      const counters = await readFile(`${folder}/${thread}/schedstat`, "utf8").catch(() => "0");
      spentNs += Number(counters.split(" ")[0]);
    }
  }
  return spentNs / 1e6;
}
