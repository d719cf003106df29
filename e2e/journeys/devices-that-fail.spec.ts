import type { Page } from "@playwright/test";
import words from "../../locales/en/app.json" with { type: "json" };
import { joinCall, openLink, startCall, test } from "../support/people.ts";
import { expectToHear, tileOf } from "../support/senses.ts";
import { expect } from "../support/site.ts";

type Failing = "video" | "audio" | "both";

/** From the next asking on, `getUserMedia` fails for this kind with this error, as the browser makes it. */
async function failDevice(page: Page, kind: Failing, error: string): Promise<void> {
  await page.addInitScript(
    ([which, name]) => {
      const devices = navigator.mediaDevices;
      const get = devices.getUserMedia.bind(devices);
      devices.getUserMedia = async (constraints = {}) => {
        const isAsked = which === "both" || (which === "video" ? constraints.video : constraints.audio);
        if (isAsked && !("areDevicesFine" in window)) throw new DOMException("made to fail", name);
        return get(constraints);
      };
    },
    [kind, error] as const,
  );
}

test("with the camera blocked: it is said where to allow it, and allowing brings the picture", async ({ people }) => {
  const { page, ...alice } = await people.open("Alice");
  await failDevice(page, "video", "NotAllowedError");
  await startCall({ ...alice, page });
  await expect(page.getByText(words.denied.titleCamera)).toBeVisible();
  await expect(page.getByText(words.denied.without)).toBeVisible();
  await page.evaluate(() => Object.assign(window, { areDevicesFine: true }));
  await page.getByRole("button", { name: words.denied.again }).click();
  await expect(page.getByText(words.denied.titleCamera)).toBeHidden();
  await expect(page.getByRole("switch", { name: words.lobby.stopVideo })).toBeVisible();
});

test("with camera and microphone blocked one can join and listen", async ({ people }) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  await failDevice(bob.page, "both", "NotAllowedError");
  const link = await startCall(alice);
  await joinCall(alice);
  await openLink(bob, link);
  await expect(bob.page.getByText(words.denied.titleBoth)).toBeVisible();
  await joinCall(bob);
  await expectToHear(bob, alice);
  await expect(tileOf(alice, "Bob").getByRole("img", { name: words.tile.microphoneOff })).toBeVisible();
});

for (const [kind, error, said] of [
  ["video", "NotFoundError", words.lobby.cameraMissing],
  ["video", "NotReadableError", words.lobby.cameraInUse],
  ["audio", "NotAllowedError", words.lobby.microphoneBlocked],
  ["audio", "NotFoundError", words.lobby.microphoneMissing],
  ["audio", "NotReadableError", words.lobby.microphoneInUse],
  ["both", "NotFoundError", words.lobby.devicesMissing],
] as const satisfies readonly (readonly [Failing, string, string])[]) {
  test(`${kind} that fails with ${error}: "${said}"`, async ({ people }) => {
    const alice = await people.open("Alice");
    await failDevice(alice.page, kind, error);
    await startCall(alice);
    await expect(alice.page.getByText(said)).toBeVisible();
    await joinCall(alice);
  });
}
