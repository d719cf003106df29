import { test as base } from "@playwright/test";
import type { PartName, PartVerb, SiteFacts } from "./siteControl.ts";

/** The site under test, as a journey sees it. */
export interface TestSite extends SiteFacts {
  /** Does `verb` to `part`. Whatever was ended or paused runs again after the test. */
  act(part: PartName, verb: PartVerb): Promise<void>;
}

async function post(url: string): Promise<void> {
  const response = await fetch(url, { method: "POST" });
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
}

/** Playwright's `test` with the fixture `site`. */
export const test = base.extend<{ site: TestSite }>({
  site: async ({ baseURL: _ }, use) => {
    const control = process.env["PARLEY_SITE_CONTROL"];
    if (!control) throw new Error("this test needs a site of its own: run it without PARLEY_APP_URL");
    const facts = (await (await fetch(`${control}/site`)).json()) as SiteFacts;
    const touched = new Set<PartName>();
    await use({
      ...facts,
      async act(part, verb) {
        touched.add(part);
        await post(`${control}/${part}/${verb}`);
      },
    });
    for (const part of touched) {
      await post(`${control}/${part}/resume`);
      await post(`${control}/${part}/start`);
    }
  },
});

export { expect } from "@playwright/test";
