import type { Fault } from "../../machines/domain/fault.ts";
import type { NoticeView } from "../contract/snapshot.ts";
import { createStore, type Store } from "./store.ts";

/** Small messages that ask for nothing. */
export interface Notices {
  readonly store: Pick<Store<readonly NoticeView[]>, "getSnapshot" | "subscribe">;
  /** Shows `key`, once at a time; a `passing` one goes by itself. */
  show(
    key: NoticeView["key"],
    options?: {
      readonly tone?: NoticeView["tone"];
      readonly values?: Record<string, string>;
      readonly fault?: Fault;
      readonly isPassing?: boolean;
    },
  ): void;
  dismiss(noticeId: string): void;
}

/** A passing notice stays long enough to be read twice, in ms. */
const PASSES_AFTER_MS = 4_000;

export function createNotices(): Notices {
  const store = createStore<readonly NoticeView[]>([]);
  const dismiss = (noticeId: string) => store.set(store.getSnapshot().filter((notice) => notice.noticeId !== noticeId));
  return {
    store,
    dismiss,
    show(key, { tone = "info", values = {}, fault, isPassing = false } = {}) {
      const others = store.getSnapshot().filter((notice) => notice.noticeId !== key);
      store.set([...others, { noticeId: key, tone, key, values, fault: fault ?? null }]);
      if (isPassing) setTimeout(() => dismiss(key), PASSES_AFTER_MS);
    },
  };
}
