import type { Page } from "@playwright/test";
import words from "../../locales/en/app.json" with { type: "json" };
import { registerAccount } from "../support/matrix.ts";
import { startCall, test } from "../support/people.ts";
import { expect } from "../support/site.ts";

async function logIn(page: Page, userName: string, password: string): Promise<void> {
  await page.getByTestId("login_username").fill(userName);
  await page.getByTestId("login_password").fill(password);
  await page.getByTestId("login_login").click();
}

test("make an account, log out, fail with a wrong password in words, log in, and make a call with it", async ({
  people,
}) => {
  const { page } = await people.open("Ada");
  const [userName, password] = [`ada-${crypto.randomUUID().slice(0, 8)}`, "a long password"];
  await page.goto("/");
  await page.getByTestId("home_register").click();
  await page.getByTestId("register_username").fill(userName);
  await page.getByTestId("register_password").fill(password);
  await page.getByTestId("register_confirm_password").fill("another one");
  await page.getByTestId("register_register").click();
  await expect(page.getByText(words.register.confirmDiffers)).toBeVisible();
  await page.getByTestId("register_confirm_password").fill(password);
  await page.getByTestId("register_register").click();

  await page.getByTestId("usermenu_open").click();
  await expect(page.getByTestId("usermenu_user")).toContainText(userName);
  await page.getByTestId("usermenu_logout").click();
  await page.getByTestId("home_login").click();

  await logIn(page, userName, "not the password");
  const { title, body } = words.fault.account.wrong_password;
  await expect(page.getByText(`${title}. ${body}`)).toBeVisible();
  await expect(page.getByTestId("login_username")).toHaveValue(userName);
  await logIn(page, userName, password);

  await page.getByTestId("home_callName").fill("Staff");
  await expect(page.getByTestId("home_displayName")).toHaveCount(0);
  await page.getByTestId("home_go").click();
  await expect(page.getByTestId("lobby_joinCall")).toBeVisible();
  await expect(page.getByTestId("roomHeader_roomName")).toHaveText("Staff");
});

test("whoever logs in from a link is in its lobby then", async ({ people, site }) => {
  const link = await startCall(await people.open("Alice"));
  const account = await registerAccount(site, "bob");
  const { page } = await people.open("Bob");
  await page.goto(link);
  await page.getByRole("link", { name: words.home.logIn }).click();
  await page.getByRole("button", { name: words.signIn.back }).click();
  await expect(page.getByTestId("joincall_displayName")).toBeVisible();
  await page.getByRole("link", { name: words.home.logIn }).click();
  await logIn(page, account.userId.slice(1).split(":")[0] ?? "", account.password);
  await expect(page.getByTestId("lobby_joinCall")).toBeVisible();
  await expect(page.getByTestId("roomHeader_roomName")).toHaveText("Weekly planning");
});
