import { callTogether, test } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { expect } from "../support/site.ts";

test("three people see and hear one another", async ({ people }) => {
  const all = [await people.open("Alice"), await people.open("Bob"), await people.open("Carol")];
  await callTogether(all);
  await expectAllTogether(all);
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
