import { callTogether, type Person, test } from "../support/people.ts";
import { expectToHear, expectToSee, picturesOf, tileOf } from "../support/senses.ts";
import { expect } from "../support/site.ts";

async function choose({ page }: Person, kind: "Camera" | "Microphone", device: string): Promise<void> {
  await page.getByRole("button", { name: kind, exact: true }).click();
  await page.getByRole("menuitemradio", { name: device }).click();
}

test("mute, unmute, camera off and on, and another camera and microphone, as the other sees and hears it", async ({
  people,
}) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  await callTogether([alice, bob]);
  await expectToSee(bob, alice);
  await expectToHear(bob, alice);
  const tile = tileOf(bob, "Alice");

  await alice.page.getByRole("switch", { name: "Mute microphone" }).click();
  await expect(tile.getByRole("img", { name: "Microphone off" })).toBeVisible();
  await expectToHear(bob, alice, false);
  await alice.page.getByRole("switch", { name: "Unmute microphone" }).click();
  await expect(tile.getByRole("img", { name: "Microphone on" })).toBeVisible();
  await expectToHear(bob, alice);

  await alice.page.getByRole("switch", { name: "Stop video" }).click();
  await expect(tile.locator("video")).toHaveCount(0);
  await expect.poll(() => picturesOf(bob, alice)).toEqual([]);
  await alice.page.getByRole("switch", { name: "Start video" }).click();
  await expectToSee(bob, alice);

  await choose(alice, "Camera", "Camera 2");
  await expectToSee(bob, alice, "second camera");
  await choose(alice, "Microphone", "Microphone 2");
  await expectToHear(bob, alice, true, alice.hz + 500);
});

test("a shared screen is seen by the other until it ends", async ({ people }) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  await callTogether([alice, bob]);
  await alice.page.getByRole("switch", { name: "Share screen" }).click();
  await expectToSee(bob, alice, "screen");
  await expect(bob.page.getByText("Screen of Alice")).toBeVisible();
  await expectToSee(bob, alice);
  await alice.page.getByTestId("incall_screenshare").click();
  await expect(bob.page.getByText("Screen of Alice")).toHaveCount(0);
  await expectToSee(bob, alice);
});
