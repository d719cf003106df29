import { callTogether } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { expect } from "../support/site.ts";
import { test } from "./federatedSites.ts";

test("at vault.m.localhost accounts live apart from the app, for the app of that site alone", async ({
  people,
  page,
  federation,
}) => {
  const { app, vault } = federation.sites[0]?.addresses ?? { app: "", vault: "" };
  expect(new URL(vault).hostname).toBe("vault.m.localhost");
  const policy = (await page.goto(vault))?.headers()["content-security-policy"];
  expect(policy).toContain(`frame-ancestors ${app};`);

  federation.setAppConfig({ vault_origin: vault });
  const at = { context: { baseURL: app } };
  const members = [await people.open("Alice", at), await people.open("Bob", at)];
  await callTogether(members);
  await expectAllTogether(members);
  for (const member of members)
    expect(await member.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([
      "event-log",
    ]);
  federation.setAppConfig({ vault_origin: null });
});
