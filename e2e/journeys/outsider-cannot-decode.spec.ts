import path from "node:path";
import type { Page } from "@playwright/test";
import { getSfuToken, joinRoom, registerAccount } from "../support/matrix.ts";
import { captureSentFrames } from "../support/outsider/captureSentFrames.ts";
import { callTogether, type People, type Person, test } from "../support/people.ts";
import { expectAllTogether, expectToHear, expectToSee, picturesOf } from "../support/senses.ts";
import { servePage } from "../support/servePage.ts";
import { expect, type TestSite } from "../support/site.ts";

interface Outsider {
  readonly person: Person;
  /** Their name at the SFU. */
  readonly identity: string;
}

/** Bytes at the beginning that stay in clear for the SFU, with room to spare. */
const CLEAR_BYTES = 16;
const COMPARED_BYTES = 24;

/** How many of the `sent` frames have bytes of their payload in one of those that `arrived`. */
function countReadable(sent: readonly string[], arrived: readonly string[]): number {
  const all = arrived.join("|");
  return sent.filter(
    (frame) =>
      frame.length >= CLEAR_BYTES + COMPARED_BYTES &&
      all.includes(frame.slice(CLEAR_BYTES, CLEAR_BYTES + COMPARED_BYTES)),
  ).length;
}

async function enterAsOutsider(
  people: People,
  site: TestSite,
  name: string,
  pageUrl: string,
  link: string,
): Promise<Outsider> {
  const account = await registerAccount(site, name);
  const { url, jwt } = await getSfuToken(site, account, await joinRoom(account, link));
  const person = await people.open(name);
  await person.context.addInitScript(captureSentFrames);
  await person.page.goto(pageUrl);
  await person.page.evaluate(([address = "", token = ""]) => window.outsider.join(address, token), [url, jwt]);
  return { person, identity: `${account.userId}:${account.deviceId}` };
}

const sentBy = ({ page }: Pick<Person, "page">) => page.evaluate(() => window.sentFrames);
const arrivedFrom = (page: Page, identity: string, kind: "audio" | "video") =>
  page.evaluate(
    ([who = "", what]) => window.outsider.frames(who, what === "audio" ? "audio" : "video"),
    [identity, kind],
  );

test("somebody with a valid token and no key sees nothing, hears nothing and gets no payload", async ({
  people,
  site,
}) => {
  test.slow();
  const served = await servePage(path.join(import.meta.dirname, "../support/outsider"), "outsider");
  const members = [await people.open("Alice"), await people.open("Bob")];
  for (const { context } of members) await context.addInitScript(captureSentFrames);
  const link = await callTogether(members);
  await expectAllTogether(members);

  const mallory = await enterAsOutsider(people, site, "Mallory", served.url, link);
  await mallory.person.page.evaluate(() => window.outsider.publish());
  const eve = await enterAsOutsider(people, site, "Eve", served.url, link);
  const { page } = eve.person;

  // The same eyes, ears and comparison find what is not encrypted.
  await expectToSee(eve.person, { ...mallory.person, name: "" });
  await expectToHear(eve.person, mallory.person);
  for (const kind of ["video", "audio"] as const) {
    await expect
      .poll(async () => countReadable(await sentBy(mallory.person), await arrivedFrom(page, mallory.identity, kind)))
      .toBeGreaterThan(20);
  }
  await expect.poll(() => page.evaluate(() => window.outsider.senders())).toHaveLength(3);
  const sent = (await Promise.all(members.map(sentBy))).flat();
  expect(sent.length).toBeGreaterThan(200);
  for (const identity of await page.evaluate(() => window.outsider.senders())) {
    if (identity === mallory.identity) continue;
    for (const kind of ["video", "audio"] as const) {
      await expect
        .poll(async () => (await arrivedFrom(page, identity, kind)).length, `${kind} frames of ${identity}`)
        .toBeGreaterThan(100);
      expect(
        countReadable((await Promise.all(members.map(sentBy))).flat(), await arrivedFrom(page, identity, kind)),
      ).toBe(0);
    }
  }
  for (const member of members) {
    expect(await picturesOf(eve.person, member)).toEqual([]);
    await expectToHear(eve.person, member, false);
  }
  await expectAllTogether(members);
  await served.close();
});
