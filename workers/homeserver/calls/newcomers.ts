/** How soon a newcomer's devices are looked for again, in ms: an account made for the link uploads its keys a moment after joining. */
export const FIRST_WAIT_MS = 1_000;
/** The longest such wait, in ms; each is half as long again as the one before. */
export const LONGEST_WAIT_MS = 10_000;
/** For how long in all, in ms: another site may be slow to tell of its devices. Whoever has none by then reads the next refresh. */
export const LOOK_FOR_MS = 300_000;

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
  readonly onReachable: (userId: string) => void;
}): Newcomers {
  let known = new Set(input.present);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let isStopped = false;

  async function look(userId: string, waitMs: number, endsAt: number): Promise<void> {
    const isReachable = await input.hasDevices(userId);
    if (isStopped || !known.has(userId)) return;
    if (isReachable) input.onReachable(userId);
    else if (Date.now() < endsAt)
      timers.set(
        userId,
        setTimeout(() => void look(userId, Math.min(waitMs * 1.5, LONGEST_WAIT_MS), endsAt), waitMs),
      );
  }

  return {
    note(joined) {
      const before = known;
      known = new Set(joined);
      for (const userId of known) if (!before.has(userId)) void look(userId, FIRST_WAIT_MS, Date.now() + LOOK_FOR_MS);
    },
    stop() {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
