import { callTogether, type Person, test } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { shoot } from "../support/shoot.ts";
import { expect } from "../support/site.ts";
import { after } from "../support/time.ts";

/** How long the SFU is away, and within what time of its return pictures must move again, in ms. */
const AWAY_MS = 5_000;
const BACK_WITHIN_MS = 3_000;

test("the SFU is killed and comes back after 5 s: pictures and sound are back by themselves within 3 s", async ({
  people,
  site,
}) => {
  const both = [await people.open("Alice"), await people.open("Bob")];
  const [alice, bob] = both;
  if (alice === undefined || bob === undefined) return;
  await callTogether(both);
  await expectAllTogether(both);

  await site.act("sfu", "kill");
  const away = after(AWAY_MS);
  await Promise.all(
    both.map(({ page }) =>
      expect(page.getByRole("dialog", { name: "Reconnecting…" })).toBeVisible({ timeout: AWAY_MS }),
    ),
  );
  await shoot(alice, "sfu-away");
  await away;
  await site.act("sfu", "start");
  const backAt = Date.now();
  await Promise.all(both.map(({ page }) => page.evaluate(() => window.journey.startTiming())));
  const movedAt = ({ page }: Person, other: Person) =>
    page.evaluate((who) => window.journey.firstMovedAt(who), other.person);
  for (const [viewer, other] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    await expect.poll(() => movedAt(viewer, other), `${viewer.name} sees ${other.name} again`).not.toBeNull();
    expect(
      ((await movedAt(viewer, other)) ?? Infinity) - backAt,
      `${viewer.name} sees ${other.name} again`,
    ).toBeLessThan(BACK_WITHIN_MS);
  }
  await expectAllTogether(both);
  for (const { page } of both) {
    await expect(page.getByRole("dialog", { name: "Reconnecting…" })).toBeHidden();
    await expect(page.getByTestId("roomHeader_participants_count")).toHaveText("2");
  }
  await shoot(alice, "sfu-back");
});
