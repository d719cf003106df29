import { readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";

/** Tasks longer than this block input, in ms (the Long Tasks specification). */
const longTaskMs = 50;

/** The middle one of some numbers. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** How long the main thread of `page` was blocked since it was loaded, in ms: what long tasks took beyond 50 ms each. */
export function blockedMs(page: Page): Promise<number> {
  return page.evaluate(
    (limitMs) =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          observer.disconnect();
          resolve(list.getEntries().reduce((sum, { duration }) => sum + duration - limitMs, 0));
        });
        observer.observe({ type: "longtask", buffered: true });
        // Without any long task the observer stays silent.
        setTimeout(() => resolve(0), 200);
      }),
    longTaskMs,
  );
}

/** Counts what `page` and its workers fetch from now on, until the returned function is called. */
export function countFetches(page: Page): () => Promise<{ readonly requests: number; readonly kb: number }> {
  const sizes: Promise<number>[] = [];
  const onFinished = (request: Awaited<ReturnType<Page["waitForRequest"]>>) => {
    const size = request
      .sizes()
      .then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize);
    sizes.push(size.catch(() => 0));
  };
  page.on("requestfinished", onFinished);
  return async () => {
    page.off("requestfinished", onFinished);
    const counted = [...sizes];
    return { requests: counted.length, kb: (await Promise.all(counted)).reduce((sum, bytes) => sum + bytes, 0) / 1000 };
  };
}

/** CPU time that the main thread of process `pid` has used so far, in seconds: a thread of the process's own number. */
function mainThreadSeconds(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e9;
}

/**
 * The share of the time that `page`'s main thread is busy over `spanMs`, waiting for a core included; and what of one core
 * the main thread, and the whole, of each of `pageCount` renderers uses.
 */
export async function measureLoad(
  browser: Browser,
  page: Page,
  pageCount: number,
  spanMs: number,
): Promise<{ readonly mainThread: number; readonly mainThreadCpu: number; readonly renderer: number }> {
  // One session for both readings: the counter of tasks begins with the session.
  const [ofPage, ofBrowser] = await Promise.all([page.context().newCDPSession(page), browser.newBrowserCDPSession()]);
  await ofPage.send("Performance.enable");

  async function readSeconds() {
    const [{ metrics }, { processInfo }] = await Promise.all([
      ofPage.send("Performance.getMetrics"),
      ofBrowser.send("SystemInfo.getProcessInfo"),
    ]);
    const renderers = processInfo.filter(({ type }) => type === "renderer");
    return {
      mainThread: metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN,
      mainThreads: renderers.reduce((sum, { id }) => sum + mainThreadSeconds(id), 0),
      renderers: renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    };
  }

  const before = await readSeconds();
  await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), spanMs);
  const after = await readSeconds();
  await Promise.all([ofPage.detach(), ofBrowser.detach()]);
  const share = (from: number, to: number) => (to - from) / (spanMs / 1000);
  return {
    mainThread: share(before.mainThread, after.mainThread),
    mainThreadCpu: share(before.mainThreads, after.mainThreads) / pageCount,
    renderer: share(before.renderers, after.renderers) / pageCount,
  };
}

/** When, in ms since 1970, `page` first shows a decoded picture on the tile of `name`. */
export function firstPictureAt(page: Page, name: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const timer = setInterval(() => {
          const tiles = [...document.querySelectorAll("[data-testid=videoTile]")];
          const tile = tiles.find((each) => each.querySelector("[data-testid=name_tag]")?.textContent === wanted);
          if ((tile?.querySelector("video")?.videoWidth ?? 0) === 0) return;
          clearInterval(timer);
          resolve(Date.now());
        }, 10);
      }),
    name,
  );
}
