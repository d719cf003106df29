import type { Page, TestInfo } from "@playwright/test";
import words from "../../locales/en/app.json" with { type: "json" };

/** Somebody with a browser. */
interface Witness {
  readonly name: string;
  readonly page: Page;
}

/** Exports the call's log as a person does. @returns where it was saved */
export async function exportLog({ page }: Pick<Witness, "page">, timeoutMs = 30_000): Promise<string> {
  const timeout = { timeout: timeoutMs };
  await page.getByTestId("settings-bottom-left").click(timeout);
  await page.getByRole("tab", { name: words.settings.tabs.developer }).click(timeout);
  const [download] = await Promise.all([
    page.waitForEvent("download", timeout),
    page.getByRole("button", { name: words.settings.developer.export }).click(timeout),
  ]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: words.settings.title }).waitFor({ state: "hidden", ...timeout });
  return download.path();
}

/** Attaches what a failed test leaves of somebody: the page, what each connection carried, and the log of the call. */
export async function attachEvidence(witness: Witness, testInfo: TestInfo): Promise<void> {
  const { name, page } = witness;
  const content = await page.content().catch(() => "The page did not answer.");
  await testInfo.attach(`page of ${name}`, { body: content, contentType: "text/html" });
  const streams = await page.evaluate(() => window.journey.streams()).catch(() => []);
  await testInfo.attach(`streams of ${name}`, { body: streams.join("\n"), contentType: "text/plain" });
  // Outside of a call there is no log.
  const log = await exportLog(witness, 3_000).catch(() => null);
  if (log !== null) await testInfo.attach(`log of ${name}`, { path: log, contentType: "application/json" });
}
