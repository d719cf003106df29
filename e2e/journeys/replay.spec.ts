import words from "../../locales/en/app.json" with { type: "json" };
import { callTogether, type Person, test } from "../support/people.ts";
import { exportLog } from "../support/evidence.ts";
import { expectAllTogether, tileOf } from "../support/senses.ts";
import { foldLog } from "../support/replay/foldLog.ts";
import { expect } from "../support/site.ts";

/** What the page shows of the call. */
async function readPage({ page }: Person) {
  const tiles = await page.getByTestId("videoTile").evaluateAll((all) =>
    all
      .filter((tile) => tile.getAttribute("data-kind") !== "screen")
      .map((tile) => ({
        name: tile.querySelector("[data-testid=name_tag]")?.textContent ?? "",
        state: tile.getAttribute("data-state") ?? "",
        isCameraOn: tile.querySelector("video") !== null,
        isMicrophoneOn: tile.querySelector('[role=img][aria-label="Microphone on"]') !== null,
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  );
  return {
    tiles,
    isInCall: await page.getByTestId("incall_leave").isVisible(),
    isGrid: await page.getByRole("radio", { name: words.controls.grid }).isChecked(),
  };
}

/** The same, from a call's log alone. */
async function readLog(file: string) {
  const state = await foldLog(file);
  const own = { isCameraOn: state.own.camera, isMicrophoneOn: state.own.microphone };
  const tiles = [...state.roster.values()].map(({ member, isSuspended }) => {
    const participant = [...state.participants.values()].find(
      ({ participantId }) => participantId === member.participantId,
    );
    const isOn = (source: string) =>
      [...(participant?.tracks.values() ?? [])].some((track) => track.source === source && !track.isMuted);
    const seen = member.isOwn ? own : { isCameraOn: isOn("camera"), isMicrophoneOn: isOn("microphone") };
    const isPlaying = !isSuspended && (member.isOwn || participant?.decryption === "decrypting");
    return { name: member.displayName, state: isPlaying ? "playing" : "", ...seen };
  });
  return {
    tiles: tiles.toSorted((a, b) => a.name.localeCompare(b.name)),
    isInCall: state.phase === "joined",
    isGrid: state.layout === "grid",
  };
}

test("the exported log of a call folds to what the page shows", async ({ people }) => {
  const all = [await people.open("Alice"), await people.open("Bob"), await people.open("Carol")];
  const [alice, bob, carol] = all;
  if (alice === undefined || bob === undefined || carol === undefined) return;
  await callTogether(all);
  await expectAllTogether(all);
  expect(await readLog(await exportLog(alice))).toEqual(await readPage(alice));

  await bob.page.getByRole("switch", { name: words.controls.muteMicrophone }).click();
  await alice.page.getByRole("switch", { name: words.controls.stopVideo }).click();
  await carol.page.getByTestId("incall_leave").click();
  await alice.page.getByRole("radio", { name: words.controls.spotlight }).check({ force: true });
  await expect(tileOf(alice, "Bob").getByRole("img", { name: words.tile.microphoneOff })).toBeVisible();
  await expect(tileOf(alice, "Carol")).toHaveCount(0);
  await expect(tileOf(alice, "Alice").locator("video")).toHaveCount(0);

  const shown = await readPage(alice);
  expect(shown.tiles.map(({ name }) => name)).toEqual(["Alice", "Bob"]);
  expect(shown.isGrid).toBe(false);
  expect(await readLog(await exportLog(alice))).toEqual(shown);
});
