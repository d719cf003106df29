import type { Route } from "@playwright/test";
import words from "../../locales/en/app.json" with { type: "json" };
import { expectFault, faults } from "../support/faultWords.ts";
import { callTogether, joinCall, startCall, test } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { expect } from "../support/site.ts";

/** Gives a worker's script with a browser's answer to pages that may keep nothing. */
async function blockStorage(route: Route): Promise<void> {
  const response = await route.fetch();
  const blocked = 'self.indexedDB.open = () => { throw new DOMException("blocked by a test", "SecurityError"); };';
  await route.fulfill({ response, body: `${blocked}\n${await response.text()}` });
}

test("with IndexedDB blocked one can still be in a call, and is told what is lost", async ({ people }) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  for (const realm of ["homeserver", "event-log"]) {
    await alice.context.route(new RegExp(`/realms/${realm}\\.\\w+\\.js$`), blockStorage, { times: 1 });
  }
  await callTogether([alice, bob]);
  await expectAllTogether([alice, bob]);
  await expect(alice.page.getByText(words.notice.storageBlocked).or(alice.page.getByText(faults.storage.blocked.body))).toBeVisible();
});

test("a second tab with the same call says so, and takes the call over when asked", async ({ people }) => {
  const alice = await people.open("Alice");
  const link = await startCall(alice);
  await joinCall(alice);
  const second = await alice.context.newPage();
  await second.goto(link);
  await expectFault(second, faults.browser.second_tab);
  await second.getByRole("button", { name: faults.browser.second_tab.action }).click();
  await expectFault(alice.page, faults.browser.second_tab);
  await joinCall({ ...alice, page: second });
});
