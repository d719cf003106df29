import { expectFault, faults } from "../support/faultWords.ts";
import { type Json, type MatrixAccount, registerAccount } from "../support/matrix.ts";
import { type Person, test } from "../support/people.ts";
import words from "../../locales/en/app.json" with { type: "json" };
import { expect } from "../support/site.ts";

const room = (roomId: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
const linkTo = (roomId: string, server: string) =>
  `/room/#/planning?roomId=${encodeURIComponent(roomId)}&viaServers=${encodeURIComponent(server)}`;

async function makeRoom(owner: MatrixAccount, joinRule: "public" | "knock" | "invite"): Promise<string> {
  const rules = { type: "m.room.join_rules", state_key: "", content: { join_rule: joinRule } };
  const members = { events: { "org.matrix.msc3401.call.member": 0 } };
  const made = await owner.request<{ room_id: string }>("POST", "/_matrix/client/v3/createRoom", {
    name: "Planning",
    initial_state: [rules],
    power_level_content_override: members,
  } satisfies Json);
  return made.room_id;
}

/** Opens a link as a guest, without waiting for what comes of it. @returns their user id */
async function enter({ page, name }: Person, link: string): Promise<string> {
  const registered = page.waitForResponse((response) => response.url().includes("/v3/register") && response.ok());
  await page.goto(link);
  await page.getByTestId("joincall_displayName").fill(name);
  await page.getByTestId("joincall_joincall").click();
  return ((await (await registered).json()) as { user_id: string }).user_id;
}

test("a link to a room that is not there says so, and leads to a new call", async ({ people, site }) => {
  const bob = await people.open("Bob");
  await enter(bob, linkTo(`!nowhere:${site.addresses.homeserverName}`, site.addresses.homeserverName));
  await expectFault(bob.page, faults.room.not_found);
  await bob.page.getByRole("button", { name: faults.room.not_found.action }).click();
  await expect(bob.page.getByTestId("home_callName")).toBeVisible();
});

test("whoever is banned is told so", async ({ people, site }) => {
  const owner = await registerAccount(site, "owner");
  const roomId = await makeRoom(owner, "public");
  const bob = await people.open("Bob");
  const userId = await enter(bob, linkTo(roomId, site.addresses.homeserverName));
  await expect(bob.page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 30_000 });
  await owner.request("POST", `${room(roomId)}/ban`, { user_id: userId });
  await bob.page.reload();
  await expectFault(bob.page, faults.room.banned);
});

test("a call by invitation says so, and opens to whoever was invited meanwhile", async ({ people, site }) => {
  const owner = await registerAccount(site, "owner");
  const roomId = await makeRoom(owner, "invite");
  const bob = await people.open("Bob");
  const userId = await enter(bob, linkTo(roomId, site.addresses.homeserverName));
  await expectFault(bob.page, faults.room.not_joinable);
  await owner.request("POST", `${room(roomId)}/invite`, { user_id: userId });
  await bob.page.reload();
  await expect(bob.page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 30_000 });
});

test("where one has to knock: ask, wait in words, and be let in", async ({ people, site }) => {
  const owner = await registerAccount(site, "owner");
  const roomId = await makeRoom(owner, "knock");
  const bob = await people.open("Bob");
  const userId = await enter(bob, linkTo(roomId, site.addresses.homeserverName));
  await bob.page.getByRole("button", { name: words.lobby.askToJoin }).click();
  await expect(bob.page.getByRole("status").filter({ hasText: words.lobby.waitingForAnswerHint })).toContainText(
    words.lobby.waitingForAnswer,
  );
  await owner.request("POST", `${room(roomId)}/invite`, { user_id: userId });
  await expect(bob.page.getByRole("button", { name: words.lobby.join, exact: true })).toBeVisible();
  await expect(bob.page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 30_000 });
});

test("an empty name and one of 300 characters are refused in words, and what was typed stays", async ({ people }) => {
  const { page } = await people.open("Alice");
  await page.goto("/");
  await page.getByTestId("home_displayName").fill("Alice");
  await page.getByTestId("home_go").click();
  await expect(page.getByText(faults.room.name_empty.body)).toBeVisible();
  const long = "n".repeat(300);
  await page.getByTestId("home_callName").fill(long);
  await page.getByTestId("home_go").click();
  await expect(page.getByText(faults.room.name_too_long.body)).toBeVisible();
  await expect(page.getByTestId("home_callName")).toHaveValue(long);
  await page.getByTestId("home_callName").fill("Short");
  await page.getByTestId("home_go").click();
  await expect(page.getByTestId("lobby_joinCall")).toBeVisible();
});
