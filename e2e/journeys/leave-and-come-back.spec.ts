import words from "../../locales/en/app.json" with { type: "json" };
import { callTogether, joinCall, test } from "../support/people.ts";
import { expectAllTogether, tileOf } from "../support/senses.ts";
import { expect } from "../support/site.ts";

test("whoever leaves is gone at once, and is back by calling again", async ({ people }) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  await callTogether([alice, bob]);
  await expectAllTogether([alice, bob]);
  await bob.page.getByRole("button", { name: "End call" }).click();
  await expect(bob.page.getByRole("heading", { name: words.ended.title.replace("{{name}}", "Bob") })).toBeVisible();
  await expect(bob.page.getByText(words.ended.guest)).toBeVisible();
  await expect(tileOf(alice, "Bob")).toHaveCount(0);
  await bob.page.getByRole("button", { name: words.ended.callAgain }).click();
  await expect(bob.page.getByTestId("incall_leave")).toBeVisible({ timeout: 30_000 });
  await expectAllTogether([alice, bob]);
});

test("after a reload one click brings everything back", async ({ people }) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  await callTogether([alice, bob]);
  await expectAllTogether([alice, bob]);
  await bob.page.reload();
  await joinCall(bob);
  await expectAllTogether([alice, bob]);
  await expect(tileOf(alice, "Bob")).toHaveCount(1);
});
