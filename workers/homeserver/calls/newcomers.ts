/** How often a newcomer's devices are looked for, in ms: an account made for the link uploads its keys a moment after joining. */
export const LOOK_EVERY_MS = 1_000;
/** How often in all; whoever has none by then reads the next refresh. */
export const LOOKS = 20;

/** People who come into the room while we are in its call. */
export interface Newcomers {
  /** Everybody in the room now. */
  note(joined: Iterable<string>): void;
  stop(): void;
}

/**
 * Tells of each newcomer once, when a message can be encrypted for them. What was encrypted before they had a device stays
 * closed to them, a sticky membership too (rule `OM8` of `docs/rules/membership.md`).
 */
export function watchNewcomers(input: {
  readonly present: Iterable<string>;
  readonly hasDevices: (userId: string) => Promise<boolean>;
  readonly onReachable: () => void;
}): Newcomers {
  let known = new Set(input.present);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let isStopped = false;

  async function look(userId: string, looksLeft: number): Promise<void> {
    const isReachable = await input.hasDevices(userId);
    if (isStopped || !known.has(userId)) return;
    if (isReachable) input.onReachable();
    else if (looksLeft > 1)
      timers.set(
        userId,
        setTimeout(() => void look(userId, looksLeft - 1), LOOK_EVERY_MS),
      );
  }

  return {
    note(joined) {
      const before = known;
      known = new Set(joined);
      for (const userId of known) if (!before.has(userId)) void look(userId, LOOKS);
    },
    stop() {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
