import { callTogether, test } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { expect } from "../support/site.ts";

/** Large enough for the SFU to choose among several sizes. */
const large = { widthPx: 640, framesPerSecond: 15 };

test("two people see and hear each other, each with a key of their own", async ({ people }) => {
  const both = [await people.open("Alice", large), await people.open("Bob", large)];
  const link = await callTogether(both);
  expect(link).not.toContain("password=");
  await expectAllTogether(both);
});

test("two people see and hear each other with the key in the link", async ({ people }) => {
  const both = [await people.open("Alice", large), await people.open("Bob", large)];
  const link = await callTogether(both, { isKeyInLink: true });
  expect(new URL(link).hash).toContain("password=");
  await expectAllTogether(both);
});
