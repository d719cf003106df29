import words from "../../locales/en/app.json" with { type: "json" };
import { serveAlteredApp } from "../support/alteredApp.ts";
import { expectFault, faults } from "../support/faultWords.ts";
import { joinCall, openLink, startCall, test } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { expect } from "../support/site.ts";

/** What a browser says to pages that may keep nothing, and to those for whom there is no room. */
const answers = [
  { name: "blocked", error: "SecurityError", said: words.notice.storageBlocked },
  { name: "full", error: "QuotaExceededError", said: words.notice.storageFull },
] as const;

for (const { name, error, said } of answers) {
  test(`with IndexedDB ${name} one can still be in a call, and is told what is lost`, async ({ people, site }) => {
    const failing = `self.indexedDB.open = () => { throw new DOMException("made to fail", "${error}"); };\n`;
    const altered = await serveAlteredApp(site.addresses.app, (path, script) =>
      /\/realms\/(homeserver|event-log)\./.test(path) ? failing + script : script,
    );
    const [alice, bob] = [await people.open("Alice", { context: { baseURL: altered.url } }), await people.open("Bob")];
    const link = await startCall(alice);
    await expect(alice.page.getByText(said)).toBeVisible();
    await joinCall(alice);
    await openLink(bob, link.replace(altered.url, site.addresses.app));
    await joinCall(bob);
    await expectAllTogether([alice, bob]);
    await alice.page.getByRole("button", { name: words.notices.dismiss }).click();
    await expect(alice.page.getByText(said)).toBeHidden();
    await expect(bob.page.getByText(said)).toBeHidden();
    await altered.close();
  });
}

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
