import type { Page } from "@playwright/test";
import words from "../../locales/en/app.json" with { type: "json" };
import { serveDeployment, type Deployment } from "../support/deployment.ts";
import { readHeap } from "../support/heap.ts";
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

/** Databases that the app's origin has besides that of call logs. */
const accountsIn = (page: Page) =>
  page.evaluate(async () => (await indexedDB.databases()).flatMap(({ name }) => (name === "event-log" ? [] : [name])));

test("two guests meet in a call while their accounts live in the vault's origin", async ({ people, deployment }) => {
  const at = { context: { baseURL: deployment.appUrl } };
  const [alice, bob] = [await people.open("Alice", at), await people.open("Bob", at)];
  const link = await startCall(alice);
  await joinCall(alice);
  await openLink(bob, link);
  await joinCall(bob);
  await expectAllTogether([alice, bob]);
  expect(await accountsIn(alice.page)).toEqual([]);
});

test("passwords are typed in the vault's frame, and the account is there at the next visit", async ({
  people,
  deployment,
}) => {
  const { page } = await people.open("Ada", { context: { baseURL: deployment.appUrl } });
  const [userName, password] = [`ada-${crypto.randomUUID().slice(0, 8)}`, "correct horse battery"];
  const vault = page.frameLocator(`iframe[src^="${deployment.vaultUrl}"]`);
  await page.goto("/");
  await page.getByTestId("home_register").click();
  await vault.getByTestId("register_username").fill(userName);
  await vault.getByTestId("register_password").fill(password);
  await vault.getByTestId("register_confirm_password").fill("another one");
  await vault.getByTestId("register_register").click();
  await expect(vault.getByText(words.register.confirmDiffers)).toBeVisible();
  // The app's own form behind the frame cannot be typed into.
  await expect(page.locator("#app")).toHaveJSProperty("inert", true);
  await vault.getByTestId("register_confirm_password").fill(password);
  await vault.getByTestId("register_register").click();

  await page.getByTestId("usermenu_open").click();
  await expect(page.getByTestId("usermenu_user")).toContainText(userName);
  await page.reload();
  await page.getByTestId("usermenu_open").click();
  await expect(page.getByTestId("usermenu_user")).toContainText(userName);
  await page.getByTestId("usermenu_logout").click();

  await page.getByTestId("home_login").click();
  await vault.getByTestId("login_username").fill(userName);
  await vault.getByTestId("login_password").fill("not the password");
  await vault.getByTestId("login_login").click();
  const { title, body } = words.fault.account.wrong_password;
  await expect(vault.getByText(`${title}. ${body}`)).toBeVisible();
  await vault.getByRole("button", { name: words.signIn.back }).click();
  await expect(page.getByTestId("home_callName")).toBeVisible();

  await page.getByTestId("home_login").click();
  await expect(vault.getByTestId("login_password")).toHaveValue("");
  await vault.getByTestId("login_username").fill(userName);
  await vault.getByTestId("login_password").fill(password);
  await vault.getByTestId("login_login").click();
  await expect(page.getByTestId("usermenu_open")).toBeVisible();
  expect((await readHeap(page)).findTexts(["Parley", password])).toEqual(["Parley"]);
  expect(await accountsIn(page)).toEqual([]);
});

/** Runs in a page: plays the app's shell towards a vault. @returns what the vault said within its time, or null */
function playShell([vaultUrl, waitMs]: readonly [string, number]): Promise<unknown> {
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.addEventListener("load", () => {
      const channels = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
      const control = channels[2]?.port1;
      if (control) control.onmessage = ({ data }) => resolve(data);
      setTimeout(() => resolve(null), waitMs);
      frame.contentWindow?.postMessage(
        { type: "vault.open" },
        vaultUrl,
        channels.map(({ port2 }) => port2),
      );
    });
    frame.src = `${vaultUrl}/`;
    document.body.append(frame);
  });
}

test("the vault opens for the apps that its own file lists, and for no other origin", async ({ people, site }) => {
  const { page } = await people.open("Mallory");
  // Without the header that keeps strangers from framing it at all, so that its own check is what is seen.
  const deployment = await serveDeployment(site, { hasVault: true, isFrameable: true });
  const vaultUrl = deployment.vaultUrl ?? "";
  await page.goto(`${deployment.appUrl}/licences.txt`);
  expect(await page.evaluate(playShell, [vaultUrl, 20_000] as const)).toEqual({ type: "vault.started" });
  const stranger = await serveDeployment(site, { hasVault: false, foreignVault: vaultUrl });
  await page.goto(`${stranger.appUrl}/licences.txt`);
  const isLoaded = page.waitForResponse((response) => response.url() === `${vaultUrl}/config.json`);
  expect(await page.evaluate(playShell, [vaultUrl, 3_000] as const)).toBeNull();
  expect((await isLoaded).ok()).toBe(true);
  await Promise.all([deployment.close(), stranger.close()]);
});
