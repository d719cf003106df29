/** How long the homeserver may hold a sync request open, in ms. */
export const SYNC_POLL_MS = 30_000;

/** How much longer than asked a sync may take before we count it as lost, in ms. */
const SYNC_SLACK_MS = 10_000;

/** `fetch` for the SDK, whose long poll we can end: a hung connection would otherwise be waited for nearly two minutes. */
export interface SyncFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Ends the sync request under way if it began before `startedBefore`, so that a new one is sent. */
  abortSync(startedBefore: number): void;
}

/** Makes one for each client. */
export function createSyncFetch(now: () => number = Date.now): SyncFetch {
  let current: { readonly startedAt: number; readonly abort: AbortController } | null = null;
  return {
    async fetch(resource, init) {
      const url = resource instanceof Request ? resource.url : String(resource);
      if (!/\/_matrix\/client\/[^/]+\/sync(\?|$)/.test(url)) return globalThis.fetch(resource, init);
      const abort = new AbortController();
      const mine = { startedAt: now(), abort };
      current = mine;
      const holdMs = Number(new URL(url).searchParams.get("timeout") ?? 0);
      const timer = setTimeout(() => abort.abort(), holdMs + SYNC_SLACK_MS);
      try {
        return await globalThis.fetch(resource, {
          ...init,
          signal: init?.signal ? AbortSignal.any([init.signal, abort.signal]) : abort.signal,
        });
      } catch (error) {
        // The SDK would end its loop over an abort that is not its own; a lost connection it retries.
        if (abort.signal.aborted && !init?.signal?.aborted) throw new TypeError("sync request given up");
        throw error;
      } finally {
        clearTimeout(timer);
        if (current === mine) current = null;
      }
    },
    abortSync(startedBefore) {
      if (current !== null && current.startedAt < startedBefore) current.abort.abort();
    },
  };
}
