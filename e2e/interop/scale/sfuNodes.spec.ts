import path from "node:path";
import { callTogether, test as base } from "../../support/people.ts";
import type { Person } from "../../support/people.ts";
import { expectAllTogether } from "../../support/senses.ts";
import { expect } from "../../support/site.ts";
import { trustingBrowser } from "../../support/trustingBrowser.ts";
import { ask, connect, crash, DELAY_MS, runningSince, startMember, tokenRequest } from "../delegatedLeave.ts";
import { mediaPortsOf, watchConnections } from "./mediaPort.ts";
import { startScaledSite } from "./scaledSite.ts";
import type { ScaledSite } from "./scaledSite.ts";

const appDir = path.resolve(import.meta.dirname, "../../../dist/full");

/** LiveKit gives a room of a dead node a new home 5 s after its death at the earliest; the rest is for a busy machine. */
const NEW_HOME_MS = 90_000;

const test = base.extend<object, { scaled: ScaledSite }>({
  scaled: [
    async ({ browserName: _ }, use) => {
      const scaled = await startScaledSite(appDir);
      await use(scaled);
      await scaled.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  launchOptions: [async ({ scaled: _ }, use) => use(await trustingBrowser()), { scope: "worker" }],
});

test.describe.configure({ timeout: 240_000 });

/** Which node the media of `person` goes to; null while it is none, or more than one. */
async function nodeOf(person: Person, { nodes }: ScaledSite): Promise<number | null> {
  const ports = await mediaPortsOf(person);
  const found = nodes.flatMap(({ mediaPorts }, at) => (ports.some((port) => mediaPorts.includes(port)) ? [at] : []));
  return found.length === 1 ? (found[0] ?? null) : null;
}

test("the authorisation service that holds a leave is killed: the other one sees its participant vanish, and sends it", async ({
  browser,
  scaled,
}) => {
  const { site, services } = scaled;
  const homeserver = `http://127.0.0.1:${site.ports.homeserver}`;
  const [first, second] = services;
  if (first === undefined || second === undefined) throw new Error("Two services at least");
  const { account, roomId, delayId, membership } = await startMember(
    { addresses: { ...site.addresses, homeserver } },
    "Vera",
  );
  const scheduledAt = await runningSince(account);
  const handOver = { delay_id: delayId, delay_timeout: DELAY_MS };
  const grant = await ask(first.url, "/get_token", await tokenRequest(account, roomId, handOver));
  expect(grant.status).toBe(200);
  const page = await connect(browser, second.url, grant.body);
  await expect.poll(() => runningSince(account)).toBeGreaterThan(scheduledAt);

  await first.part.kill();
  expect(await membership()).toMatchObject({ application: "m.call" });
  await crash(page);
  await expect.poll(membership, { timeout: 120_000 }).toEqual({});
  await first.part.start();
});

test("the SFU node of a call and an authorisation service are killed: the call goes on at the other node", async ({
  people,
  scaled,
}) => {
  const context = { baseURL: scaled.site.addresses.app };
  const both = [await people.open("Alice", { context }), await people.open("Bob", { context })];
  for (const person of both) await person.context.addInitScript(watchConnections);
  await callTogether(both);
  await expectAllTogether(both);
  // Signalling of each came through another node, and media of both goes to the one that has the room.
  expect(scaled.signallingCounts()).toEqual([1, 1]);
  const nodesOfBoth = () => Promise.all(both.map((person) => nodeOf(person, scaled)));
  const [home] = await nodesOfBoth();
  if (home !== 0 && home !== 1) throw new Error("The call has no node");
  expect(await nodesOfBoth()).toEqual([home, home]);

  await Promise.all([scaled.nodes[home]?.part.kill(), scaled.services[0]?.part.kill()]);
  const other = 1 - home;
  await expect.poll(nodesOfBoth, { timeout: NEW_HOME_MS }).toEqual([other, other]);
  await expectAllTogether(both);
  for (const { page } of both) {
    await expect(page.getByRole("dialog", { name: "Reconnecting…" })).toBeHidden();
    await expect(page.getByTestId("roomHeader_participants_count")).toHaveText("2");
  }
});
