import { expectAllTogether } from "../support/senses.ts";
import { expect } from "../support/site.ts";
import { callAcrossSites, openOneOfEach } from "./callAcrossSites.ts";
import { siteCount, test } from "./federatedSites.ts";
import { askSfus } from "./whereMediaFlows.ts";

const everybody = siteCount;
const nobody = { people: 0, publishers: 0 };

test("legacy: the first participant's site carries the media of all", async ({ people, federation }) => {
  federation.setMode("legacy");
  const persons = await openOneOfEach(people, federation);
  await callAcrossSites(persons, federation);
  await expectAllTogether(persons);
  await expect
    .poll(() => askSfus(federation))
    .toEqual([{ people: everybody, publishers: everybody }, ...Array(siteCount - 1).fill(nobody)]);
});

for (const mode of ["compatibility", "matrix_2_0"] as const) {
  test(`${mode}: everybody publishes at home and listens everywhere`, async ({ people, federation }) => {
    federation.setMode(mode);
    const persons = await openOneOfEach(people, federation);
    await callAcrossSites(persons, federation);
    await expectAllTogether(persons);
    await expect.poll(() => askSfus(federation)).toEqual(Array(siteCount).fill({ people: everybody, publishers: 1 }));
  });
}
