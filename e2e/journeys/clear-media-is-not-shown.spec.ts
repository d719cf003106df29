import path from "node:path";
import words from "../../locales/en/app.json" with { type: "json" };
import { joinByHand } from "../support/byHand.ts";
import { getSfuToken, registerAccount, roomIdOf } from "../support/matrix.ts";
import { callTogether, test } from "../support/people.ts";
import { expectAllTogether, expectToHear, expectToSee, picturesOf, tileOf } from "../support/senses.ts";
import { servePage } from "../support/servePage.ts";
import { expect } from "../support/site.ts";

for (const announced of ["plain", "encrypted"] as const) {
  test(`in an encrypted call, a member's media in clear that is announced as ${announced} is not shown or played, and the tile says so`, async ({
    people,
    site,
  }) => {
    test.slow();
    const served = await servePage(path.join(import.meta.dirname, "../support/outsider"), "outsider");
    const members = [await people.open("Alice"), await people.open("Bob")] as const;
    const link = await callTogether(members);
    await expectAllTogether(members);
    const [alice] = members;

    // A true member of the call, by their membership and at the SFU, whose client or server leaves encryption out.
    const account = await registerAccount(site, "mallory");
    await joinByHand(site, account, link);
    const mallory = await people.open("Mallory");
    const { url, jwt } = await getSfuToken(site, account, roomIdOf(link));
    await mallory.page.goto(served.url);
    await mallory.page.evaluate(([address = "", token = ""]) => window.outsider.join(address, token), [url, jwt]);
    await mallory.page.evaluate((how) => window.outsider.publish(how), announced);

    // Without our rules these very frames are a picture and a tone: somebody else at the SFU sees and hears them.
    const witness = await people.open("Witness");
    const seer = await registerAccount(site, "witness");
    const grant = await getSfuToken(site, seer, roomIdOf(link));
    await witness.page.goto(served.url);
    await witness.page.evaluate(
      ([address = "", token = ""]) => window.outsider.join(address, token),
      [grant.url, grant.jwt],
    );
    await expectToSee(witness, { ...mallory, name: "" });
    await expectToHear(witness, mallory);

    const name = account.userId.slice(1, account.userId.indexOf(":"));
    const tile = tileOf(alice, name);
    await expect(tile).toContainText(words.tile.unencrypted);
    await expect(tile.locator("video")).toHaveCount(0);
    expect(await picturesOf(alice, mallory)).toEqual([]);
    await expectToHear(alice, mallory, false);
    await expectAllTogether(members);
    await served.close();
  });
}
