import { callTogether, type Person, test } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { expect } from "../support/site.ts";

/** Opens the list of people. @returns the call's safety code, in its digits */
async function readSafetyCode({ page }: Person): Promise<string> {
  await page.getByRole("button", { name: /^\d people$/ }).click();
  const text = await page.getByTestId("safety_code").innerText();
  return text.match(/\d{5}/g)?.join(" ") ?? "";
}

test("three people see and hear one another, and read the same safety code", async ({ people }) => {
  const all = [await people.open("Alice"), await people.open("Bob"), await people.open("Carol")];
  await callTogether(all);
  await expectAllTogether(all);
  const codes = await Promise.all(all.map(readSafetyCode));
  expect(codes[0]).toMatch(/^\d{5}( \d{5}){5}$/);
  expect(codes).toEqual(all.map(() => codes[0]));
});

test("five people with small windows see and hear one another", async ({ people }) => {
  test.slow();
  const options = { widthPx: 320, framesPerSecond: 8, context: { viewport: { width: 800, height: 600 } } };
  const all = [];
  for (const name of ["Alice", "Bob", "Carol", "Dan", "Erin"]) all.push(await people.open(name, options));
  await callTogether(all);
  await expectAllTogether(all);
  for (const { page } of all) await expect(page.getByTestId("roomHeader_participants_count")).toHaveText("5");
});
