import { joinByHand } from "../support/byHand.ts";
import { getSfuToken, registerAccount, roomIdOf } from "../support/matrix.ts";
import { joinCall, startCall, test } from "../support/people.ts";
import { expectToHear, expectToSee, tileOf } from "../support/senses.ts";
import { expect } from "../support/site.ts";
import { servePeerPage } from "./peer/peerSite.ts";

const GREEN = { colour: "rgb(0, 200, 0)", hz: 1_500 } as const;

/** How green and how red the middle of a decoded picture is, 0 to 255. */
function readMiddle(video: HTMLVideoElement | SVGElement | HTMLElement): {
  readonly red: number;
  readonly green: number;
} {
  const context = Object.assign(document.createElement("canvas"), { width: 8, height: 8 }).getContext("2d");
  if (!(video instanceof HTMLVideoElement) || video.videoWidth === 0 || context === null) return { red: 0, green: 0 };
  context.drawImage(video, 0, 0, 8, 8);
  const [red = 0, green = 0] = context.getImageData(4, 4, 1, 1).data;
  return { red, green };
}

for (const codec of ["vp8", "h264"] as const) {
  test(`${codec}: the app and a page with LiveKit's own worker, given the link's key, see and hear each other`, async ({
    people,
    site,
  }) => {
    const served = await servePeerPage();
    const alice = await people.open("Alice");
    const link = await startCall(alice, { isKeyInLink: true });
    await joinCall(alice);
    const password = new URLSearchParams(new URL(link).hash.split("?")[1]).get("password") ?? "";

    const account = await registerAccount(site, "guest");
    await joinByHand(site, account, link);
    const { url, jwt } = await getSfuToken(site, account, roomIdOf(link));
    const guest = await people.open("Guest");
    await guest.page.goto(served.url);
    await guest.page.evaluate(
      ([address = "", token = ""]) => window.peer.join({ side: "livekit-shared", url: address, token }),
      [url, jwt],
    );
    await guest.page.evaluate((key) => window.peer.setPassword(key), password);
    await guest.page.evaluate((input) => window.peer.publish(input), { ...GREEN, codec });

    await expectToSee(guest, { ...alice, name: "" });
    await expectToHear(guest, alice);
    const video = tileOf(alice, account.userId.slice(1).split(":")[0] ?? "").locator("video");
    await expect
      .poll(
        async () => (await video.count()) === 1 && (await video.evaluate(readMiddle)).green > 120,
        "green picture at Alice",
      )
      .toBe(true);
    await expectToHear(alice, guest, true, GREEN.hz);
    await served.close();
  });
}
