import { registerAccount } from "../support/matrix.ts";
import { expect, test } from "../support/site.ts";
import type { TestSite } from "../support/site.ts";
import { brokenOf, runCheck } from "./runCheck.ts";

function addressesOf({ addresses }: TestSite): readonly string[] {
  return [
    `server-name=${addresses.homeserverName}`,
    // A name with a port has no .well-known of its own; the homeserver gives out the same.
    `well-known=${addresses.homeserver}`,
    `auth-service=${addresses.authService}`,
    `sfu=${addresses.sfu}`,
    `app=${addresses.app}`,
  ];
}

const check = (site: TestSite, accessToken = "") => runCheck(addressesOf(site), accessToken);

test("a real site is healthy, for a stranger and, up to the way of media, for somebody with an account", async ({
  site,
}) => {
  const stranger = await check(site);
  expect(brokenOf(stranger.hops)).toEqual([]);
  expect(stranger.code).toBe(0);

  const { accessToken, userId } = await registerAccount(site, "operator");
  const { hops, code } = await check(site, accessToken);
  expect(brokenOf(hops)).toEqual([]);
  expect(code).toBe(0);
  expect(hops.filter(({ state }) => state === "unasked")).toEqual([]);
  const proofOf = (id: string) => hops.find((hop) => hop.id === id && hop.state === "ok")?.proof;
  expect(proofOf("transports")).toContain(site.addresses.authService);
  expect(proofOf("limits.longest-delay")).toBe("max_delay_ms is 86400000");
  expect(proofOf("auth-service.grant")).toContain(userId);
  expect(proofOf("sfu.socket")).toContain("101");
  expect(proofOf("media.udp")).toMatch(/^STUN binding request to UDP 127\.0\.0\.1:\d+: answered$/);
  expect(JSON.stringify(hops)).not.toContain(accessToken);
});

test("a service that is down is named, and nothing else", async ({ site }) => {
  await site.act("authService", "kill");
  const { hops, code } = await check(site);
  expect(brokenOf(hops)).toEqual(["auth-service: unreachable"]);
  expect(code).toBe(1);
});

test("an SFU that is down is named, and nothing else", async ({ site }) => {
  await site.act("sfu", "kill");
  const { hops, code } = await check(site);
  expect(brokenOf(hops)).toEqual(["sfu: unreachable"]);
  expect(code).toBe(1);
});
