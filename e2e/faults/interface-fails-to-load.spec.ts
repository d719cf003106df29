import { createHash } from "node:crypto";
import type { Page, Route } from "@playwright/test";
import words from "../../locales/en/app.json" with { type: "json" };
import { joinCall, startCall, test as peopleTest } from "../support/people.ts";
import { expect, test } from "../support/site.ts";

const { title, tryAgain } = words.remoteFailed;

async function alter(route: Route): Promise<void> {
  const response = await route.fetch();
  await route.fulfill({ response, body: `${await response.text()}\n// altered on the way` });
}

const panel = (page: Page) => page.getByRole("alert").filter({ hasText: title });

test("a script that was altered on the way is refused in words, and trying again brings the page", async ({ page }) => {
  await page.route("**/mf-lobby/lifecycles*.js", alter);
  await page.goto("/");
  await expect(panel(page)).toBeVisible();
  await page.unroute("**/mf-lobby/lifecycles*.js");
  await panel(page).getByRole("button", { name: tryAgain }).click();
  await expect(panel(page)).toBeHidden();
  await expect(page.getByRole("main")).toBeVisible();
});

test("a script that the manifest has no integrity value for is refused", async ({ page }) => {
  await page.route("**/manifest.json", async (route) => {
    const manifest = await (await route.fetch()).json();
    for (const remote of manifest.remotes) remote.files = {};
    await route.fulfill({ json: manifest });
  });
  await page.goto("/");
  await expect(panel(page)).toBeVisible();
});

async function replaceLobby(page: Page, script: string): Promise<void> {
  const integrity = `sha384-${createHash("sha384").update(script).digest("base64")}`;
  await page.route("**/own/lobby.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
  await page.route("**/manifest.json", async (route) => {
    const manifest = await (await route.fetch()).json();
    const own = { name: "mf-lobby", entry: "own/lobby.js", contract: "^1", files: { "own/lobby.js": integrity } };
    manifest.remotes = [own, ...manifest.remotes.filter(({ name }: { name: string }) => name !== "mf-lobby")];
    await route.fulfill({ json: manifest });
  });
}

const remoteOf = (mount: string) => `
  export const init = () => undefined;
  export const get = async () => () => ({ bootstrap: async () => undefined, mount: async ({ domElement, platform }) => { ${mount} }, unmount: async () => undefined });
`;

test("an operator's own remote, written without React, takes the lobby's place by the manifest alone", async ({
  page,
}) => {
  await replaceLobby(page, remoteOf(`domElement.textContent = "own lobby, contract " + platform.version;`));
  await page.goto("/");
  await expect(page.getByText("own lobby, contract 1")).toBeVisible();
});

test("a remote that throws when it is shown leaves a panel and a page that goes on", async ({ page }) => {
  await replaceLobby(page, remoteOf(`throw new Error("broken on purpose");`));
  await page.goto("/");
  await expect(panel(page)).toBeVisible();
});

peopleTest(
  "the call is fetched while its lobby waits: joining asks the app's server for nothing more",
  async ({ people }) => {
    const alice = await people.open("Alice");
    const fetched = alice.page.waitForResponse(/mf-call\/lifecycles.*\.js/);
    await startCall(alice);
    await fetched;
    await alice.page.route(/\/(mf-call|shell)\//, (route) => route.abort());
    await joinCall(alice);
    await expect(alice.page.getByTestId("videoTile")).toBeVisible();
  },
);
