import type { Person } from "../support/people.ts";
import { expectAllTogether, expectToHear, expectToSee } from "../support/senses.ts";
import { expect } from "../support/site.ts";
import { callAcrossSites, openOneOfEach } from "./callAcrossSites.ts";
import { siteCount, test } from "./federatedSites.ts";

/** The longest that a picture from another site may stand still meanwhile, in ms. */
const LONGEST_GAP_MS = 5_000;

const reconnecting = ({ page }: Person) => page.getByRole("dialog", { name: "Reconnecting…" });

test("the SFU of site B dies: only B's people are affected, and they come back with it", async ({
  people,
  federation,
}) => {
  federation.setMode("compatibility");
  const persons = await openOneOfEach(people, federation);
  await callAcrossSites(persons, federation);
  await expectAllTogether(persons);
  const [alice, bob, carol] = persons;
  if (alice === undefined || bob === undefined) throw new Error("Two sites at least");
  const unaffected = carol === undefined ? [alice] : [alice, carol];

  await Promise.all(unaffected.map(({ page }) => page.evaluate(() => window.journey.startTiming())));
  await federation.sites[1]?.sfu.kill();
  await expect(reconnecting(bob)).toBeVisible();
  await Promise.all(unaffected.map((viewer) => expectToHear(viewer, bob, false)));
  for (const viewer of unaffected) {
    await expect(reconnecting(viewer)).toBeHidden();
    await expect(viewer.page.getByTestId("roomHeader_participants_count")).toHaveText(String(siteCount));
    for (const other of unaffected) {
      if (viewer === other) continue;
      await expectToSee(viewer, other);
      await expectToHear(viewer, other);
      const gapMs = await viewer.page.evaluate((who) => window.journey.longestGapMs(who), other.person);
      expect(gapMs, `${viewer.name} saw ${other.name} stand still`).toBeLessThan(LONGEST_GAP_MS);
    }
  }

  await federation.sites[1]?.sfu.start();
  await expect(reconnecting(bob)).toBeHidden();
  await expectAllTogether(persons);
});
