import type { Page } from "@playwright/test";
import { joinCall, openLink, startCall, test } from "../support/people.ts";
import { expect } from "../support/site.ts";
import { blockedMs, countFetches, firstPictureAt, measureLoad, medianOf } from "./measures.ts";

/** How often the lobby is loaded for each figure. */
const runs = 3;
const rows: { what: string; ours: string; theirs: string }[] = [];
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Opens `link` up to the lobby with its camera preview running. @returns how long that took, in ms */
async function timeLobby(page: Page, link: string): Promise<number> {
  await page.goto("about:blank");
  const startedAt = Date.now();
  await page.goto(link, { waitUntil: "commit" });
  await expect(page.getByTestId("lobby_joinCall")).toBeVisible();
  await page.waitForFunction(() => [...document.querySelectorAll("video")].some(({ videoWidth }) => videoWidth > 0));
  return Date.now() - startedAt;
}

async function clearCache(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  await session.detach();
}

test("from the invite link to a call of two", async ({ browser, people }) => {
  test.setTimeout(300_000);
  const alice = await people.open("Alice", { hasOwnDevices: true });
  const link = await startCall(alice);
  await joinCall(alice);
  const bob = await people.open("Bob", { hasOwnDevices: true });
  const { page } = bob;
  await openLink(bob, link);
  await expect(page.getByText("Ready", { exact: true })).toBeVisible();

  const cold: number[] = [];
  const warm: number[] = [];
  const fetched: { requests: number; kb: number }[] = [];
  for (let run = 0; run < runs; run += 1) {
    await clearCache(page);
    const stopCounting = countFetches(page);
    cold.push(await timeLobby(page, link));
    fetched.push(await stopCounting());
    warm.push(await timeLobby(page, link));
  }
  rows.push({ what: "link to lobby with preview, cold", ours: seconds(medianOf(cold)), theirs: "3.2 s" });
  rows.push({ what: "link to lobby with preview, warm", ours: seconds(medianOf(warm)), theirs: "1.2 s" });
  rows.push({
    what: "fetched until then: requests",
    ours: String(medianOf(fetched.map(({ requests }) => requests))),
    theirs: "26",
  });
  rows.push({ what: "fetched until then: kB", ours: medianOf(fetched.map(({ kb }) => kb)).toFixed(0), theirs: "3500" });

  await expect(page.getByText("Ready", { exact: true })).toBeVisible();
  const blockedByLoading = await blockedMs(page);
  const blockedBefore = await blockedMs(alice.page);
  const pictures = [firstPictureAt(page, "Alice"), firstPictureAt(alice.page, "Bob")] as const;
  const clickedAt = Date.now();
  await page.getByTestId("lobby_joinCall").click();
  const [atBob, atAlice] = await Promise.all(pictures);
  rows.push({ what: "join to first picture, joiner", ours: seconds(atBob - clickedAt), theirs: "1.9 s" });
  rows.push({ what: "join to first picture, the other", ours: seconds(atAlice - clickedAt), theirs: "3.4 s" });
  rows.push({ what: "main thread blocked while loading", ours: seconds(blockedByLoading), theirs: "0.47 s" });
  rows.push({
    what: "main thread blocked while joining",
    ours: seconds((await blockedMs(page)) - blockedByLoading),
    theirs: "0.32 s",
  });
  rows.push({
    what: "main thread blocked as another joins",
    ours: seconds((await blockedMs(alice.page)) - blockedBefore),
    theirs: "0.47 s",
  });

  const { mainThread, mainThreadCpu, renderer } = await measureLoad(browser, page, 2, 10_000);
  rows.push({ what: "main thread busy in a call of two", ours: percent(mainThread), theirs: "16 %" });
  rows.push({ what: "  of that at work, not waiting for a core", ours: percent(mainThreadCpu), theirs: "" });
  rows.push({ what: "renderer, cores", ours: renderer.toFixed(2), theirs: "0.49" });
});

test.afterAll(() => {
  const line = (what: string, ours: string, theirs: string) =>
    process.stdout.write(`${what.padEnd(40)}${ours.padStart(10)}${theirs.padStart(22)}\n`);
  line("", "Parley", "Element Call 0.26.1");
  for (const { what, ours, theirs } of rows) line(what, ours, theirs);
});
