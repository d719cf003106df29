import type { BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import { attachEvidence } from "./evidence.ts";
import { pretendDevices, type PretendedDevices } from "./pretendDevices.ts";
import { expect, test as base } from "./site.ts";
import { watchMedia } from "./watchMedia.ts";

/** Somebody with a browser of their own. */
export interface Person {
  readonly name: string;
  /** What their pictures carry and their microphone hears. */
  readonly person: number;
  readonly hz: number;
  readonly page: Page;
  readonly context: BrowserContext;
}

/** How somebody's browser is other than usual. */
export type PersonOptions = Partial<Pick<PretendedDevices, "widthPx" | "framesPerSecond">> & {
  readonly context?: BrowserContextOptions;
  /** Whether the devices are those of the browser, not ours. */
  readonly hasOwnDevices?: boolean;
};

/** Opens browsers for people, and closes them after the test. */
export interface People {
  open(name: string, options?: PersonOptions): Promise<Person>;
}

/** Playwright's `test` with the fixtures `site` and `people`. */
export const test = base.extend<{ people: People }>({
  people: async ({ browser, baseURL }, use, testInfo) => {
    const opened: Person[] = [];
    await use({
      async open(name, { context: options = {}, widthPx = 320, framesPerSecond = 10, hasOwnDevices = false } = {}) {
        const person = opened.length + 1;
        const hz = 300 + 250 * person;
        const origin = baseURL === undefined ? {} : { baseURL };
        const context = await browser.newContext({
          ...origin,
          viewport: { width: 1280, height: 800 },
          permissions: ["camera", "microphone"],
          ...options,
        });
        if (!hasOwnDevices) await context.addInitScript(pretendDevices, { person, hz, widthPx, framesPerSecond });
        await context.addInitScript(watchMedia);
        const someone = { name, person, hz, context, page: await context.newPage() };
        opened.push(someone);
        return someone;
      },
    });
    if (testInfo.status !== testInfo.expectedStatus)
      await Promise.all(opened.map((each) => attachEvidence(each, testInfo)));
    await Promise.all(opened.map(({ context }) => context.close()));
  },
});

/** How a call is made. */
export interface CallOptions {
  readonly callName?: string;
  readonly isKeyInLink?: boolean;
}

/** Fills in the form of the home page as a guest and sends it, and does not wait for what comes of it. */
export async function requestCall(
  { page, name }: Person,
  { callName = "Weekly planning", isKeyInLink = false }: CallOptions = {},
): Promise<void> {
  await page.goto("/");
  await page.getByTestId("home_callName").fill(callName);
  await page.getByTestId("home_displayName").fill(name);
  if (isKeyInLink) {
    await page.getByText("Options").click();
    await page.getByRole("switch", { name: "Put the key in the link" }).click();
  }
  await page.getByTestId("home_go").click();
}

/** Makes a call from the home page, as a guest, up to the lobby. @returns its link */
export async function startCall(person: Person, options: CallOptions = {}): Promise<string> {
  await requestCall(person, options);
  await expect(person.page.getByTestId("lobby_joinCall")).toBeVisible({ timeout: 30_000 });
  return person.page.url();
}

/** Opens the link of a call as a guest, up to the lobby. */
export async function openLink({ page, name }: Person, link: string): Promise<void> {
  await page.goto(link);
  await page.getByTestId("joincall_displayName").fill(name);
  await page.getByTestId("joincall_joincall").click();
  await expect(page.getByTestId("lobby_joinCall")).toBeVisible({ timeout: 30_000 });
}

/** Joins from the lobby, as soon as it can be done. */
export async function joinCall({ page }: Person): Promise<void> {
  await expect(page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.getByTestId("lobby_joinCall").click();
  await expect(page.getByTestId("incall_leave")).toBeVisible({ timeout: 30_000 });
}

/** Makes a call with all of `people` in it. @returns its link */
export async function callTogether(people: readonly Person[], options: CallOptions = {}): Promise<string> {
  const [first, ...others] = people;
  if (first === undefined) throw new Error("A call needs somebody");
  const link = await startCall(first, options);
  await joinCall(first);
  await Promise.all(others.map(async (other) => openLink(other, link).then(() => joinCall(other))));
  return link;
}
