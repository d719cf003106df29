import { expect } from "../support/site.ts";
import { siteCount, test } from "./federatedSites.ts";

test("each site tells clients and servers where its parts are", async ({ page, federation }) => {
  for (const { addresses } of federation.sites) {
    const read = async (file: string): Promise<unknown> =>
      (await page.goto(`${addresses.homeserver}/.well-known/matrix/${file}`))?.json();
    expect(await read("client")).toEqual({
      "m.homeserver": { base_url: addresses.homeserver },
      "org.matrix.msc4143.rtc_foci": [{ type: "livekit", livekit_service_url: addresses.authService }],
    });
    expect(await read("server")).toEqual({ "m.server": addresses.homeserverName });
  }
});

test("the status page shows every part of every site, and which one is silent", async ({ page, federation }) => {
  const rowOf = (site: string, part: string) =>
    page
      .getByRole("row")
      .filter({ hasText: part })
      .filter({ has: page.getByRole("cell", { name: site, exact: true }) });
  const authServiceOfB = federation.sites[1]?.authService;
  await authServiceOfB?.kill();
  await page.goto(`${federation.sites[0]?.addresses.app}/backend`);
  for (const site of ["A", "B", "C"].slice(0, siteCount)) {
    for (const part of ["app", "homeserver", "SFU"]) await expect(rowOf(site, part)).toContainText("answers");
  }
  await expect(rowOf("A", "homeserver")).toContainText(/\d+\.\d+/);
  await expect(rowOf("B", "authorisation service")).toContainText("does not answer");
  await authServiceOfB?.start();
  await page.reload();
  await expect(rowOf("B", "authorisation service")).toContainText("answers");
});
