import { expect, waitFor } from "storybook/test";

/** Waits until nothing moves or fades any more, so that what is checked is what stays. */
export async function settled(): Promise<void> {
  const isEnding = ({ playState, effect }: Animation) =>
    playState === "running" && effect?.getComputedTiming().iterations !== Infinity;
  const ending = document.getAnimations().filter(isEnding);
  await Promise.allSettled(ending.map((animation) => animation.finished));
}

/** Waits for an element to be in sight, once it has faded in. */
export async function toBeSeen(element: HTMLElement): Promise<void> {
  await waitFor(() => expect(element).toBeVisible());
}

/** How long an overlay may take to come in, in ms: its code is fetched with the first of them. */
export const overlayWait = { timeout: 10_000 };
