/** One tab per browser profile: two would share one Olm store and one membership. */
const LOCK_NAME = "parley-tab";

/** Whether this tab may go on. */
export interface TabLock {
  /** Resolves true when this tab holds the lock, false when another does. */
  readonly isOurs: Promise<boolean>;
  /** Takes the lock from the other tab, which is told by its `onTaken`. */
  overrule(): Promise<void>;
}

/** @param onTaken another tab overruled us: leave the call and say so. */
export function holdTabLock(onTaken: () => void, signal: AbortSignal): TabLock {
  function hold(options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      navigator.locks
        .request(LOCK_NAME, options, (lock) => {
          resolve(lock !== null);
          if (lock === null) return undefined;
          return new Promise<void>((release) => signal.addEventListener("abort", () => release(), { once: true }));
        })
        // A stolen lock rejects the request that held it.
        .catch(() => onTaken());
    });
  }
  return {
    isOurs: "locks" in navigator ? hold({ ifAvailable: true }) : Promise.resolve(true),
    async overrule() {
      await hold({ steal: true });
    },
  };
}
