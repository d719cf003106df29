import type { UnixMs } from "../../../machines/domain/ids.ts";
import type { Result } from "../../../machines/domain/result.ts";
import type { SessionTimings } from "../homeserver.api.ts";
import { isPassing } from "../http/matrixFault.ts";
import type { HttpFailure } from "../http/matrixHttp.ts";
import type { MembershipPort } from "./membershipPort.ts";

/** Shortest time given to a restart, in ms. */
const MIN_TIMEOUT_MS = 500;
/** How long to wait before asking again a server that will not schedule, in ms. */
const REFUSED_RETRY_MS = 60_000;

/** Our leave, which the homeserver sends for us unless we put it off again and again. @see MSC4140 */
export interface DelayedLeave {
  /** Null while none is known to be scheduled. */
  readonly delayId: string | null;
  /** Does what is due: schedules, or puts off. Never throws. */
  tend(): Promise<void>;
  /** Resolves when nothing is on its way, so that `delayId` is the whole truth. */
  settled(): Promise<void>;
  /** When something is due next. */
  nextAt(): UnixMs;
  /** What is scheduled may be gone: looks at once. */
  renew(): void;
  /** The homeserver is back: does at once what was waiting. */
  hurry(): void;
}

/** Makes it; nothing is scheduled before the first `tend`. */
export function createDelayedLeave(input: {
  readonly port: MembershipPort;
  readonly timings: SessionTimings;
  readonly now: () => UnixMs;
  readonly onReply: (reply: Result<unknown, HttpFailure>) => void;
  /** The server no longer knows it: it fired (`wasDue`), or somebody's event cancelled it. */
  readonly onGone: (wasDue: boolean) => void;
  /** Its time has come and no restart got through: the membership is probably gone. */
  readonly onOverdue: () => void;
}): DelayedLeave {
  const { port, timings, now } = input;
  let delayId: string | null = null;
  let delayMs = timings.delayedLeaveDelayMs;
  let dueAt: UnixMs = Number.POSITIVE_INFINITY;
  let actAt: UnixMs = 0;
  let isLimitKnown = false;
  let tending: Promise<void> = Promise.resolve();

  async function schedule(): Promise<void> {
    const startedAt = now();
    const reply = await port.scheduleLeave(delayMs);
    input.onReply(reply);
    if (reply.ok) {
      delayId = reply.value;
      dueAt = startedAt + delayMs;
      actAt = now() + timings.delayedLeaveRestartMs;
      return;
    }
    const { fault: failure } = reply;
    if (isPassing(failure)) {
      actAt = now() + (failure.retryAfterMs ?? timings.networkRetryMs);
      return;
    }
    // Refused: either no delay at all is allowed, or not one as long as this.
    const isTooLong = failure.status === 403 || failure.status === 400;
    const longest = isTooLong && !isLimitKnown ? await port.readMaxDelayMs() : null;
    isLimitKnown = true;
    if (longest !== null && longest > 0 && longest < delayMs) {
      delayMs = longest;
      actAt = now();
      return;
    }
    actAt = now() + REFUSED_RETRY_MS;
  }

  async function restart(id: string): Promise<void> {
    const startedAt = now();
    const timeoutMs = Math.max(MIN_TIMEOUT_MS, Math.min(timings.delayedLeaveRestartTimeoutMs, dueAt - startedAt));
    const reply = await port.restartLeave(id, timeoutMs);
    input.onReply(reply);
    if (reply.ok) {
      dueAt = startedAt + delayMs;
      actAt = startedAt + Math.min(timings.delayedLeaveRestartMs, delayMs / 2);
      return;
    }
    const { fault: failure } = reply;
    if (failure.status === 404 && failure.errcode === "M_NOT_FOUND") {
      delayId = null;
      actAt = now();
      input.onGone(now() >= dueAt);
      return;
    }
    if (now() >= dueAt) input.onOverdue();
    const passingMs = failure.retryAfterMs ?? (failure.kind === "timeout" ? 0 : timings.networkRetryMs);
    actAt = now() + (isPassing(failure) ? passingMs : timings.delayedLeaveRestartMs);
  }

  return {
    get delayId() {
      return delayId;
    },
    async tend() {
      if (now() < actAt) return;
      tending = delayId === null ? schedule() : restart(delayId);
      await tending;
    },
    settled: () => tending,
    nextAt: () => actAt,
    renew() {
      actAt = now();
    },
    hurry() {
      if (dueAt !== Number.POSITIVE_INFINITY || delayId === null) actAt = Math.min(actAt, now());
    },
  };
}
