import words from "../../locales/en/app.json" with { type: "json" };
import { type Json, readSession, roomIdOf, type Session } from "../support/matrix.ts";
import { joinCall, openLink, type Person, startCall, test } from "../support/people.ts";
import { expectToHear, tileOf } from "../support/senses.ts";
import { expect, type TestSite } from "../support/site.ts";

const NOTIFICATION = "org.matrix.msc4075.rtc.notification";
const MEMBERSHIP = "org.matrix.msc3401.call.member";

interface RoomEvent {
  readonly event_id: string;
  readonly type: string;
  readonly sender: string;
  readonly content: Json;
}

/** What the homeserver has in the room, read as somebody in it. */
async function read<T>({ addresses }: TestSite, { accessToken }: Session, path: string): Promise<T> {
  const url = `${addresses.homeserver}/_matrix/client/v3/rooms/${path}`;
  const response = await fetch(url, { headers: { Authorization: `Bearer ${accessToken}` } });
  return (await response.json()) as T;
}

/** Opens the link anew with more in it. */
async function reopen({ page }: Person, link: string, parameters: string): Promise<void> {
  await page.goto(`${link}&${parameters}`);
  await page.reload();
  await expect(page.getByTestId("lobby_joinCall")).toBeVisible();
}

test("a link can hide the header and sharing, keep people in, set letters and background, ring, and end with the others", async ({
  people,
  site,
}) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  const signingIn = readSession(alice.page);
  const link = await startCall(alice, { isKeyInLink: true });
  const session = await signingIn;
  const style = `font=Comic+Neue&font=${encodeURIComponent("x;}html{display:none")}&fontScale=1.5&background=solid`;
  const frame = "header=none&hideScreensharing&confineToRoom&autoLeave&sendNotificationType=ring";
  await reopen(alice, link, `${style}&${frame}`);

  await expect(alice.page.locator("html")).toHaveCSS("font-size", "24px");
  await expect(alice.page.locator("body")).toHaveCSS("font-family", /^"Comic Neue", system-ui/);
  await expect(alice.page.locator("html")).toHaveAttribute("data-background", "solid");
  await expect(alice.page.getByRole("banner")).toHaveCount(0);
  await expect(alice.page.getByRole("button", { name: words.lobby.back })).toHaveCount(0);
  await expect(alice.page.getByRole("button", { name: words.lobby.settings })).toBeVisible();

  await joinCall(alice);
  await expect(alice.page.getByTestId("roomHeader_roomName")).toHaveCount(0);
  await expect(alice.page.getByTestId("incall_screenshare")).toHaveCount(0);
  await openLink(bob, `${link}&sendNotificationType=ring`);
  await joinCall(bob);
  await expectToHear(bob, alice);

  const roomId = encodeURIComponent(roomIdOf(link));
  const { chunk } = await read<{ chunk: RoomEvent[] }>(site, session, `${roomId}/messages?dir=b&limit=50`);
  const sent = chunk.filter(({ type }) => type === NOTIFICATION);
  const state = await read<RoomEvent[]>(site, session, `${roomId}/state`);
  const membership = state.find(({ type, sender }) => type === MEMBERSHIP && sender === session.userId);
  expect(sent).toMatchObject([
    {
      sender: session.userId,
      content: {
        notification_type: "ring",
        "m.call.intent": "video",
        "m.mentions": { room: true },
        "m.relates_to": { rel_type: "m.reference", event_id: membership?.event_id },
      },
    },
  ]);

  await bob.page.getByTestId("incall_leave").click();
  await expect(alice.page.getByRole("button", { name: words.ended.callAgain })).toBeVisible();
  await expect(alice.page.getByRole("link")).toHaveCount(0);
});

test("without controls there is nothing to press in the call, and the keys still work", async ({ people }) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  const link = await startCall(alice);
  await joinCall(alice);
  await openLink(bob, link);
  await reopen(bob, link, "showControls=false");
  await expect(bob.page.getByRole("button", { name: words.lobby.invite })).toHaveCount(0);
  await expect(bob.page.getByText(words.readiness.ready, { exact: true })).toBeVisible({ timeout: 30_000 });
  await bob.page.getByTestId("lobby_joinCall").click();
  await expectToHear(alice, bob);
  await expect(bob.page.getByTestId("roomHeader_roomName")).toBeVisible();
  await expect(bob.page.getByTestId("footer-container")).toHaveCount(0);
  await expect(bob.page.getByRole("button", { name: words.controls.invite })).toHaveCount(0);
  await bob.page.keyboard.press("m");
  await expect(tileOf(alice, "Bob").getByRole("img", { name: words.tile.microphoneOff })).toBeVisible();
});

test("a phone app's bar holds the settings, in the lobby and in the call", async ({ people }) => {
  const alice = await people.open("Alice");
  await reopen(alice, await startCall(alice), "header=app_bar");
  await expect(alice.page.getByTestId("settings-app-bar")).toBeVisible();
  await joinCall(alice);
  await expect(alice.page.getByTestId("settings-bottom-left")).toHaveCount(0);
  await alice.page.getByTestId("settings-app-bar").click();
  await expect(alice.page.getByRole("dialog", { name: words.settings.title })).toBeVisible();
  await alice.page.getByTestId("modal_close").click();
  await expect(alice.page.getByRole("dialog", { name: words.settings.title })).toBeHidden();
});

test("where the operator asks for AV1, the lobby says that VP8 is sent instead, and the call works", async ({
  people,
}) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  await alice.context.route(/\/config\.json$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), media_quality: { video_codec: "av1" } } });
  });
  const link = await startCall(alice);
  await expect(alice.page.getByText(words.lobby.av1Refused)).toBeVisible();
  await openLink(bob, link);
  await expect(bob.page.getByText(words.lobby.av1Refused)).toBeHidden();
  await joinCall(alice);
  await joinCall(bob);
  await expectToHear(bob, alice);
});
