import { serveDeployment, type Deployment } from "../support/deployment.ts";
import { joinCall, openLink, startCall, test as base } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { expect } from "../support/site.ts";

const test = base.extend<{ deployment: Deployment }>({
  deployment: async ({ site }, use) => {
    const deployment = await serveDeployment(site, { hasVault: true });
    await use(deployment);
    await deployment.close();
  },
});

test("two guests meet in a call while their accounts live in the vault's origin", async ({ people, deployment }) => {
  const at = { context: { baseURL: deployment.appUrl } };
  const [alice, bob] = [await people.open("Alice", at), await people.open("Bob", at)];
  const link = await startCall(alice);
  await joinCall(alice);
  await openLink(bob, link);
  await joinCall(bob);
  await expectAllTogether([alice, bob]);
  const databases = await alice.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(databases).toEqual(["event-log"]);
});
