import words from "../../locales/en/app.json" with { type: "json" };
import { joinCall, openLink, startCall, test } from "../support/people.ts";
import { expectAllTogether, picturesOf, tileOf } from "../support/senses.ts";
import { expect } from "../support/site.ts";

test("with a wrong key in the link the tiles say that they cannot be decrypted, and the right link mends it", async ({
  people,
}) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  const link = await startCall(alice, { isKeyInLink: true });
  await joinCall(alice);
  await openLink(bob, link.replace(/password=[^&]+/, "password=AAAAAAAAAAAAAAAAAAAAAA"));
  await joinCall(bob);
  await expect(tileOf(bob, "Alice").getByText(words.tile.undecryptable)).toBeVisible();
  await expect(tileOf(alice, "Bob").getByText(words.tile.undecryptable)).toBeVisible();
  expect(await picturesOf(bob, alice)).toEqual([]);
  expect(await picturesOf(alice, bob)).toEqual([]);
  await bob.page.getByTestId("incall_leave").click();
  await bob.page.goto("about:blank");
  await bob.page.goto(link);
  await joinCall(bob);
  await expectAllTogether([alice, bob]);
});
