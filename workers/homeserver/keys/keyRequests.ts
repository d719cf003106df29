import type { UnixMs } from "../../../machines/domain/ids.ts";

/** How long a key is waited for before it is asked for, in ms: most are only on their way. */
export const ASK_AFTER_MS = 5_000;
/** Longest wait between two questions, in ms; each is twice the one before. */
export const ASK_MAX_MS = 30_000;
/** How often one device is answered at most, in ms. */
export const ANSWER_EVERY_MS = 2_000;

/** When to ask a device for its key, and when to answer one that asks. Devices are named by opaque strings. */
export interface KeyRequests {
  /** Frames of a device lack a key. @returns whether to ask now. */
  lacks(device: string): boolean;
  /** A key of the device came. */
  came(device: string): void;
  /** A device asks. @returns whether to answer. */
  asks(device: string): boolean;
}

/** Makes it (rules `KQ1` to `KQ3` of `docs/rules/keys.md`). It has no timers: frames that lack a key are told of once a second. */
export function createKeyRequests(now: () => UnixMs): KeyRequests {
  const waits = new Map<string, { readonly dueAt: UnixMs; readonly nextMs: number }>();
  const answeredAt = new Map<string, UnixMs>();
  return {
    lacks(device) {
      const wait = waits.get(device);
      if (wait === undefined) waits.set(device, { dueAt: now() + ASK_AFTER_MS, nextMs: 2 * ASK_AFTER_MS });
      if (wait === undefined || now() < wait.dueAt) return false;
      waits.set(device, { dueAt: now() + wait.nextMs, nextMs: Math.min(2 * wait.nextMs, ASK_MAX_MS) });
      return true;
    },
    came: (device) => void waits.delete(device),
    asks(device) {
      const isDue = now() - (answeredAt.get(device) ?? Number.NEGATIVE_INFINITY) >= ANSWER_EVERY_MS;
      if (isDue) answeredAt.set(device, now());
      return isDue;
    },
  };
}
