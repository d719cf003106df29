import type { PartVerb } from "../support/siteControl.ts";
import { callTogether, joinCall, openLink, type Person, test } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { shoot } from "../support/shoot.ts";
import { expect } from "../support/site.ts";
import { after } from "../support/time.ts";

/** How long the homeserver is away, and how long delayed leaves may still fire after its return, in ms. */
const AWAY_MS = 30_000;
const AFTERMATH_MS = 25_000;
/** No picture may stand still for longer, in ms. */
const LONGEST_GAP_MS = 1_500;

const limitedWords = "The homeserver does not answer. You go on talking; newcomers have to wait.";

const longestGapMs = ({ page }: Person, { person }: Person) =>
  page.evaluate((who) => window.journey.longestGapMs(who), person);

/** Looks for a time without `other`'s picture; what their own cameras stood still on a busy machine is no fault of the call. */
async function expectNoGap(viewer: Person, other: Person): Promise<void> {
  const [seen, atViewer, atOther] = await Promise.all([
    longestGapMs(viewer, other),
    longestGapMs(viewer, viewer),
    longestGapMs(other, other),
  ]);
  expect(seen - Math.max(atViewer, atOther), `${viewer.name} sees ${other.name}`).toBeLessThan(LONGEST_GAP_MS);
}

const ways: readonly { readonly name: string; readonly away: PartVerb; readonly back: PartVerb }[] = [
  { name: "is killed and started again", away: "kill", back: "start" },
  { name: "hangs", away: "pause", back: "resume" },
];

for (const { name, away, back } of ways) {
  test(`the homeserver ${name} after 30 s: media never stops, the notice says what is limited, and a third can join after it`, async ({
    people,
    site,
  }) => {
    const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
    const link = await callTogether([alice, bob]);
    await expectAllTogether([alice, bob]);
    await Promise.all([alice, bob].map(({ page }) => page.evaluate(() => window.journey.startTiming())));

    await site.act("homeserver", away);
    const returning = after(AWAY_MS);
    await Promise.all(
      [alice, bob].map(({ page }) => expect(page.getByText(limitedWords)).toBeVisible({ timeout: AWAY_MS })),
    );
    await shoot(alice, `homeserver-${away}`);
    await returning;
    await site.act("homeserver", back);
    await after(AFTERMATH_MS);
    await Promise.all([expectNoGap(alice, bob), expectNoGap(bob, alice)]);
    await Promise.all([alice, bob].map(({ page }) => expect(page.getByText(limitedWords)).toBeHidden()));
    for (const { page } of [alice, bob])
      await expect(page.getByTestId("roomHeader_participants_count")).toHaveText("2");
    await shoot(alice, `homeserver-${back}`);

    const carol = await people.open("Carol");
    await openLink(carol, link);
    await joinCall(carol);
    await expectAllTogether([alice, bob, carol]);
  });
}
