import type { Locator } from "@playwright/test";
import type { Person } from "./people.ts";
import { expect } from "./site.ts";
import type { SeenPicture } from "./watchMedia.ts";

/** The tile of somebody's camera in the page of `viewer`. */
export function tileOf({ page }: Person, name: string): Locator {
  return page.getByTestId("videoTile").filter({ has: page.getByTestId("name_tag").getByText(name, { exact: true }) });
}

/** What `viewer` can read of the pictures of `other` now. */
export async function picturesOf(viewer: Person, other: Person): Promise<readonly SeenPicture[]> {
  const pictures = await viewer.page.evaluate(() => window.journey.pictures());
  return pictures.filter(({ person }) => person === other.person);
}

/** Waits until `viewer` sees moving pictures of `other`, on the tile with their name. */
export async function expectToSee(
  viewer: Person,
  other: Person,
  source: SeenPicture["source"] = "first camera",
  timeoutMs = 30_000,
): Promise<void> {
  const counts = new Set<number>();
  await expect
    .poll(
      async () => {
        const seen = (await picturesOf(viewer, other)).find((picture) => picture.source === source);
        if (seen !== undefined && (source === "screen" || seen.name === other.name)) counts.add(seen.count);
        return counts.size;
      },
      { message: `${viewer.name} sees ${other.name}'s ${source} moving`, timeout: timeoutMs, intervals: [250] },
    )
    .toBeGreaterThan(3);
}

/** Waits until `viewer` hears the tone of `other`, or no longer does. */
export async function expectToHear(viewer: Person, other: Person, isHeard = true, hz = other.hz): Promise<void> {
  await expect
    .poll(
      async () => (await viewer.page.evaluate(() => window.journey.tones())).some((tone) => Math.abs(tone - hz) < 40),
      {
        message: `${viewer.name} ${isHeard ? "hears" : "does not hear"} ${other.name}'s ${hz} Hz`,
        timeout: 30_000,
      },
    )
    .toBe(isHeard);
}

/** Waits until everybody sees and hears everybody else. */
export async function expectAllTogether(people: readonly Person[]): Promise<void> {
  await Promise.all(
    people.map(async (viewer) => {
      for (const other of people) {
        if (viewer === other) continue;
        await expectToSee(viewer, other);
        await expectToHear(viewer, other);
      }
    }),
  );
}
