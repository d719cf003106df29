import words from "../../locales/en/app.json" with { type: "json" };
import { callTogether, test } from "../support/people.ts";
import { expectAllTogether, tileOf } from "../support/senses.ts";
import { expect } from "../support/site.ts";

/** Large enough for the SFU to choose among several sizes. */
const large = { widthPx: 640, framesPerSecond: 15 };

test("two people see and hear each other, each with a key of their own", async ({ people }) => {
  const both = [await people.open("Alice", large), await people.open("Bob", large)];
  const link = await callTogether(both);
  expect(link).not.toContain("password=");
  await expectAllTogether(both);
});

test("whoever speaks is marked for the others, and no longer once they are muted", async ({ people }) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  await callTogether([alice, bob]);
  await expect(tileOf(alice, "Bob")).toHaveAttribute("data-speaking", "true");
  await bob.page.getByRole("switch", { name: words.controls.muteMicrophone }).click();
  await expect(tileOf(alice, "Bob")).not.toHaveAttribute("data-speaking");
  await bob.page.getByRole("switch", { name: words.controls.unmuteMicrophone }).click();
  await expect(tileOf(alice, "Bob")).toHaveAttribute("data-speaking", "true");
});

test("two people see and hear each other with the key in the link", async ({ people }) => {
  const both = [await people.open("Alice", large), await people.open("Bob", large)];
  const link = await callTogether(both, { isKeyInLink: true });
  expect(new URL(link).hash).toContain("password=");
  await expectAllTogether(both);
});
