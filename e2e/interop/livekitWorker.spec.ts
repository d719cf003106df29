import type { Browser, Page } from "@playwright/test";
import { AccessToken, RoomServiceClient } from "livekit-server-sdk";
import { chromiumArgs, chromiumPath } from "../support/chromium.ts";
import { expect, test as base, type TestSite } from "../support/site.ts";
import type { SideName } from "./peer/page.ts";
import { servePeerPage } from "./peer/peerSite.ts";

const OURS = "@parley:example.org:DEVICE";
const THEIRS = "@element:example.org:DEVICE";
const KEYS = [
  "000102030405060708090a0b0c0d0e0f",
  "f0e0d0c0b0a090807060504030201000",
  "aa55aa55aa55aa55aa55aa55aa55aa55",
] as const;
const RED = { colour: "rgb(200, 0, 0)", hz: 600 } as const;
const GREEN = { colour: "rgb(0, 200, 0)", hz: 1500 } as const;

interface PeerSite {
  /** Opens a page of its own and joins it. */
  readonly join: (side: SideName, identity: string) => Promise<Page>;
}

const test = base.extend<{ peers: PeerSite }, { pageUrl: string }>({
  pageUrl: [
    async ({ browserName: _ }, use) => {
      const served = await servePeerPage();
      await use(served.url);
      await served.close();
    },
    { scope: "worker" },
  ],
  peers: async ({ site, browser, pageUrl }, use) => {
    const { url, tokenFor } = await openRoom(site);
    const pages: Page[] = [];
    await use({
      join: async (side, identity) => {
        const page = await openPeer(browser, pageUrl);
        pages.push(page);
        await page.evaluate((input) => window.peer.join(input), { side, url, token: await tokenFor(identity) });
        return page;
      },
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
});

test.use({
  launchOptions: {
    executablePath: chromiumPath(),
    args: [...chromiumArgs, "--autoplay-policy=no-user-gesture-required"],
  },
});

async function openRoom({ addresses, livekit }: TestSite) {
  const room = `interop-${crypto.randomUUID()}`;
  await new RoomServiceClient(addresses.sfu.replace("ws", "http"), livekit.key, livekit.secret).createRoom({
    name: room,
  });
  const tokenFor = (identity: string) => {
    const token = new AccessToken(livekit.key, livekit.secret, { identity });
    token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true });
    return token.toJwt();
  };
  return { url: addresses.sfu, tokenFor };
}

async function openPeer(browser: Browser, pageUrl: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.on("pageerror", (error) => expect.soft(error, "an error in the page").toBeNull());
  await page.goto(pageUrl);
  return page;
}

/** Waits until `page` shows `identity` in `colour`, with the bar moving; else says how far the picture comes. */
async function seesColour(page: Page, identity: string, colour: "red" | "green"): Promise<void> {
  try {
    await waitForColour(page, identity, colour);
  } catch (thrown) {
    const way = JSON.stringify(await page.evaluate((who) => window.peer.explain(who), identity));
    throw new Error(`${String(thrown)}\n${way}`, { cause: thrown });
  }
}

async function waitForColour(page: Page, identity: string, colour: "red" | "green"): Promise<void> {
  const other = colour === "red" ? "green" : "red";
  const picture = () => page.evaluate((who) => window.peer.picture(who), identity);
  await expect
    .poll(async () => {
      const seen = await picture();
      return seen !== null && seen[colour] > 120 && seen[other] < 90;
    }, `${colour} picture of ${identity}`)
    .toBe(true);
  const first = (await picture())?.bar ?? 0;
  await expect
    .poll(async () => Math.abs(((await picture())?.bar ?? first) - first), `moving bar of ${identity}`)
    .toBeGreaterThan(0.05);
}

/** Waits until `page` hears the tone of `identity`. */
async function hearsTone(page: Page, identity: string, hz: number): Promise<void> {
  await expect
    .poll(
      async () => Math.abs((await page.evaluate((who) => window.peer.tone(who), identity)) - hz),
      `tone of ${identity}`,
    )
    .toBeLessThan(40);
}

/** Whether the picture of `identity` stands still or is not there, over a second of looking. */
async function isStill(page: Page, identity: string): Promise<boolean> {
  return page.evaluate(async (who) => {
    const bars = new Set<number | null>();
    for (let look = 0; look < 10; look += 1) {
      bars.add(window.peer.picture(who)?.bar ?? null);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return bars.size === 1;
  }, identity);
}

async function keyBoth(ours: Page, theirs: Page): Promise<void> {
  for (const [page, own, other] of [
    [ours, KEYS[0], KEYS[1]],
    [theirs, KEYS[1], KEYS[0]],
  ] as const) {
    await page.evaluate((key) => window.peer.useOwnKey(3, key), own);
    await page.evaluate(([who, key]) => window.peer.setKey(who, 3, key), [
      page === ours ? THEIRS : OURS,
      other,
    ] as const);
  }
}

for (const codec of ["vp8", "h264", "vp9"] as const) {
  test(`${codec}: LiveKit's own worker and ours see and hear each other`, async ({ peers }) => {
    const [ours, theirs] = [await peers.join("ours", OURS), await peers.join("livekit", THEIRS)];
    await keyBoth(ours, theirs);
    await ours.evaluate((input) => window.peer.publish(input), { ...RED, codec });
    await theirs.evaluate((input) => window.peer.publish(input), { ...GREEN, codec });
    await Promise.all([seesColour(theirs, OURS, "red"), seesColour(ours, THEIRS, "green")]);
    await Promise.all([hearsTone(theirs, OURS, RED.hz), hearsTone(ours, THEIRS, GREEN.hz)]);
    expect((await ours.evaluate((who) => window.peer.receivedCodec(who), THEIRS)).toLowerCase()).toBe(`video/${codec}`);
    expect(await ours.evaluate(() => window.peer.said())).toContain(`${THEIRS} decrypting`);
  });
}

test("the same through script transforms, the way of browsers other than Chromium", async ({ peers }) => {
  const [ours, theirs] = [await peers.join("ours-script", OURS), await peers.join("livekit", THEIRS)];
  await keyBoth(ours, theirs);
  await ours.evaluate((input) => window.peer.publish(input), { ...RED, codec: "vp8" as const });
  await theirs.evaluate((input) => window.peer.publish(input), { ...GREEN, codec: "vp8" as const });
  await Promise.all([seesColour(theirs, OURS, "red"), seesColour(ours, THEIRS, "green")]);
  await Promise.all([hearsTone(theirs, OURS, RED.hz), hearsTone(ours, THEIRS, GREEN.hz)]);
  for (const page of [theirs, ours]) await page.evaluate(() => window.peer.unpublish());
  await theirs.evaluate((input) => window.peer.publish(input), { ...RED, codec: "vp8" as const });
  await ours.evaluate((input) => window.peer.publish(input), { ...GREEN, codec: "vp8" as const });
  await Promise.all([seesColour(theirs, OURS, "green"), seesColour(ours, THEIRS, "red")]);
});

test("keys change while media flow, on both sides", async ({ peers }) => {
  const [ours, theirs] = [await peers.join("ours", OURS), await peers.join("livekit", THEIRS)];
  await keyBoth(ours, theirs);
  await ours.evaluate((input) => window.peer.publish(input), { ...RED, codec: "vp8" as const });
  await theirs.evaluate((input) => window.peer.publish(input), { ...GREEN, codec: "vp8" as const });
  await Promise.all([seesColour(theirs, OURS, "red"), seesColour(ours, THEIRS, "green")]);
  for (const [keyIndex, key] of [
    [4, KEYS[2]],
    [255, KEYS[1]],
    [0, KEYS[0]],
  ] as const) {
    await theirs.evaluate(([who, index, hex]) => window.peer.setKey(who, index, hex), [OURS, keyIndex, key] as const);
    await ours.evaluate(([who, index, hex]) => window.peer.setKey(who, index, hex), [THEIRS, keyIndex, key] as const);
    await ours.evaluate(([index, hex]) => window.peer.useOwnKey(index, hex), [keyIndex, key] as const);
    await theirs.evaluate(([index, hex]) => window.peer.useOwnKey(index, hex), [keyIndex, key] as const);
    await Promise.all([seesColour(theirs, OURS, "red"), seesColour(ours, THEIRS, "green")]);
  }
});

test("one password for everybody", async ({ peers }) => {
  const [ours, theirs] = [await peers.join("ours", OURS), await peers.join("livekit-shared", THEIRS)];
  for (const page of [ours, theirs]) await page.evaluate(() => window.peer.setPassword("correct horse battery staple"));
  await ours.evaluate((input) => window.peer.publish(input), { ...RED, codec: "vp8" as const });
  await theirs.evaluate((input) => window.peer.publish(input), { ...GREEN, codec: "vp8" as const });
  await Promise.all([seesColour(theirs, OURS, "red"), seesColour(ours, THEIRS, "green")]);
  await Promise.all([hearsTone(theirs, OURS, RED.hz), hearsTone(ours, THEIRS, GREEN.hz)]);
});

test("their key comes late: nothing is shown before, the picture at once after", async ({ peers }) => {
  const [ours, theirs] = [await peers.join("ours", OURS), await peers.join("livekit", THEIRS)];
  await theirs.evaluate((key) => window.peer.useOwnKey(3, key), KEYS[1]);
  await theirs.evaluate((input) => window.peer.publish(input), { ...GREEN, codec: "vp8" as const });
  await expect.poll(() => ours.evaluate(() => window.peer.said())).toContain(`${THEIRS} missing_key`);
  expect(await isStill(ours, THEIRS)).toBe(true);
  await ours.evaluate(([who, key]) => window.peer.setKey(who, 3, key), [THEIRS, KEYS[1]] as const);
  await seesColour(ours, THEIRS, "green");
});

test("mute, unmute, unpublish and publish again: reused receivers go on decrypting, the SFU's blank frames pass", async ({
  peers,
}) => {
  const [ours, theirs] = [await peers.join("ours", OURS), await peers.join("livekit", THEIRS)];
  await keyBoth(ours, theirs);
  await theirs.evaluate((input) => window.peer.publish(input), { ...GREEN, codec: "vp8" as const });
  await ours.evaluate((input) => window.peer.publish(input), { ...RED, codec: "vp8" as const });
  await Promise.all([seesColour(theirs, OURS, "red"), seesColour(ours, THEIRS, "green")]);
  for (const page of [theirs, ours]) await page.evaluate(() => window.peer.setMuted(true));
  await expect.poll(() => isStill(ours, THEIRS)).toBe(true);
  await expect.poll(() => ours.evaluate(() => window.peer.serverFrames())).toBeGreaterThan(0);
  for (const page of [theirs, ours]) await page.evaluate(() => window.peer.setMuted(false));
  await Promise.all([seesColour(theirs, OURS, "red"), seesColour(ours, THEIRS, "green")]);
  for (const page of [theirs, ours]) await page.evaluate(() => window.peer.unpublish());
  await theirs.evaluate((input) => window.peer.publish(input), { ...RED, codec: "vp8" as const });
  await ours.evaluate((input) => window.peer.publish(input), { ...GREEN, codec: "vp8" as const });
  await Promise.all([seesColour(theirs, OURS, "green"), seesColour(ours, THEIRS, "red")]);
  await hearsTone(ours, THEIRS, RED.hz);
});

test("connections that are lost and found again go on encrypted", async ({ peers }) => {
  const [ours, theirs] = [await peers.join("ours", OURS), await peers.join("livekit", THEIRS)];
  await keyBoth(ours, theirs);
  await ours.evaluate((input) => window.peer.publish(input), { ...RED, codec: "vp8" as const });
  await theirs.evaluate((input) => window.peer.publish(input), { ...GREEN, codec: "vp8" as const });
  await Promise.all([seesColour(theirs, OURS, "red"), seesColour(ours, THEIRS, "green")]);
  for (const scenario of ["signal-reconnect", "full-reconnect"] as const) {
    await ours.evaluate((how) => window.peer.reconnect(how), scenario);
    await Promise.all([seesColour(theirs, OURS, "red"), seesColour(ours, THEIRS, "green")]);
    await Promise.all([hearsTone(theirs, OURS, RED.hz), hearsTone(ours, THEIRS, GREEN.hz)]);
  }
  await theirs.evaluate((how) => window.peer.reconnect(how), "full-reconnect" as const);
  await Promise.all([seesColour(theirs, OURS, "red"), seesColour(ours, THEIRS, "green")]);
});

test("a member with a valid token and no key sees and hears nothing, and cannot show us a picture in clear", async ({
  peers,
}) => {
  const [ours, theirs] = [await peers.join("ours", OURS), await peers.join("livekit", THEIRS)];
  const eve = await peers.join("plain", "@eve:example.org:DEVICE");
  await keyBoth(ours, theirs);
  await ours.evaluate((input) => window.peer.publish(input), { ...RED, codec: "vp8" as const });
  await eve.evaluate((input) => window.peer.publish(input), { ...GREEN, codec: "vp8" as const });
  await seesColour(theirs, OURS, "red");
  await hearsTone(theirs, OURS, RED.hz);
  expect(await isStill(eve, OURS)).toBe(true);
  expect(Math.abs((await eve.evaluate((who) => window.peer.tone(who), OURS)) - RED.hz)).toBeGreaterThan(40);
  await expect
    .poll(() => ours.evaluate(() => window.peer.said()))
    .toEqual(
      expect.arrayContaining(["@eve:example.org:DEVICE track.declaredPlain", "@eve:example.org:DEVICE unencrypted"]),
    );
  expect(await isStill(ours, "@eve:example.org:DEVICE")).toBe(true);
});
