import { expect, test } from "vitest";
import { fakeHomeserver } from "./homeserver.fixture.ts";
import { membershipPortRules } from "./membershipPort.contract.ts";

test.each(membershipPortRules({}))("the fake homeserver: $title", async ({ run, expected }) => {
  expect(await run(fakeHomeserver().port)).toEqual(expected);
});
