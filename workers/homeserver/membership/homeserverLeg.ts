import type { Fault } from "../../../machines/domain/fault.ts";
import type { Result } from "../../../machines/domain/result.ts";
import { faultOfFailure } from "../http/matrixFault.ts";
import type { HttpFailure } from "../http/matrixHttp.ts";

/** How often a lost homeserver is asked whether it is back, in ms. */
export const PROBE_INTERVAL_MS = 1_000;

/** How long a probe may take, in ms. */
export const PROBE_TIMEOUT_MS = 2_000;

/** How long after its return the homeserver's news may still be about its absence, in ms: overdue leaves fire then. */
export const SHAKY_AFTER_MS = 10_000;

/** Knows whether the homeserver answers, from what every request and the sync see. */
export interface HomeserverLeg {
  isLost(): boolean;
  /** Lost, or back so lately that memberships may vanish because of it. */
  isShaky(): boolean;
  report(reply: Result<unknown, HttpFailure>): void;
  /** Something looks wrong: asks the homeserver now. */
  check(): void;
  stop(): void;
}

/** Makes it. It asks on its own only while the homeserver is lost, or after {@link HomeserverLeg.check}. */
export function createHomeserverLeg(input: {
  readonly probe: (timeoutMs: number) => Promise<Result<null, HttpFailure>>;
  readonly onLost: (fault: Fault) => void;
  readonly onRestored: (lostAt: number) => void;
  readonly now?: () => number;
}): HomeserverLeg {
  const now = input.now ?? Date.now;
  let lostAt: number | null = null;
  let restoredAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isProbing = false;
  /** One request got no answer in time: that alone may be a slow moment. */
  let isSuspect = false;
  let isStopped = false;

  async function probe(): Promise<void> {
    if (isProbing || isStopped) return;
    isProbing = true;
    clearTimeout(timer);
    const reply = await input.probe(PROBE_TIMEOUT_MS);
    isProbing = false;
    report(reply);
    if (lostAt !== null && !isStopped) timer = setTimeout(() => void probe(), PROBE_INTERVAL_MS);
  }

  function report(reply: Result<unknown, HttpFailure>): void {
    if (isStopped || (!reply.ok && reply.fault.kind === "aborted")) return;
    const isDown = !reply.ok && (reply.fault.kind !== "http" || reply.fault.status >= 502);
    if (!isDown) isSuspect = false;
    if (isDown && lostAt === null && reply.fault.kind === "timeout" && !isSuspect) {
      isSuspect = true;
      void probe();
    } else if (isDown && lostAt === null) {
      lostAt = now();
      input.onLost(faultOfFailure(reply.fault));
      timer = setTimeout(() => void probe(), PROBE_INTERVAL_MS);
    } else if (!isDown && lostAt !== null) {
      const since = lostAt;
      lostAt = null;
      restoredAt = now();
      clearTimeout(timer);
      input.onRestored(since);
    }
  }

  return {
    isLost: () => lostAt !== null,
    isShaky: () => lostAt !== null || now() - restoredAt < SHAKY_AFTER_MS,
    report,
    check: () => void probe(),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
