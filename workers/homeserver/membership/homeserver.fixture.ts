import type { EventId } from "../../../machines/domain/ids.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import type { HttpFailure } from "../http/matrixHttp.ts";
import type { MembershipPort } from "./membershipPort.ts";

/** How a refusal looks that a server answers with. */
export function refusalOf(status: number, errcode: string, retryAfterMs: number | null = null): HttpFailure {
  return { kind: "http", status, errcode, message: errcode, retryAfterMs, url: "https://example.org", body: {} };
}

/** A server that cannot be reached. */
export const unreachable: HttpFailure = {
  kind: "network",
  status: 0,
  errcode: null,
  message: "refused",
  retryAfterMs: null,
  url: "https://example.org",
  body: {},
};

type Call = "scheduleLeave" | "restartLeave" | "fireLeave" | "sendMembership" | "sendLeave" | "probe";

/** A homeserver in memory with one room and one delayed event, on the timers of the test. */
export interface FakeHomeserver {
  readonly port: MembershipPort;
  /** What was asked since the last call, in words. */
  asked(): readonly string[];
  /** Our membership in the room; null when it is not there. */
  membership(): object | null;
  /** Answers the next calls of this kind with these failures, one each. */
  failNext(call: Call, ...failures: readonly HttpFailure[]): void;
  /** `down`: refuses connections and fires nothing. `hung`: answers nothing until up again. */
  setState(state: "up" | "down" | "hung"): void;
  /** Somebody else's event removes our membership. */
  removeMembership(): void;
  maxDelayMs: number;
}

/** Makes it. Overdue leaves fire when it is up again, as with a real one. */
export function fakeHomeserver(): FakeHomeserver {
  const scheduled = new Map<string, { delayMs: number; dueAt: number; timer: ReturnType<typeof setTimeout> }>();
  const failures = new Map<Call, HttpFailure[]>();
  let asked: string[] = [];
  let membership: object | null = null;
  let state: "up" | "down" | "hung" = "up";
  let count = 0;
  let whenUp = Promise.withResolvers<void>();

  function fire(id: string): void {
    const event = scheduled.get(id);
    if (event === undefined || state !== "up") return;
    clearTimeout(event.timer);
    scheduled.delete(id);
    membership = null;
  }

  function arm(id: string, delayMs: number): void {
    clearTimeout(scheduled.get(id)?.timer);
    scheduled.set(id, { delayMs, dueAt: Date.now() + delayMs, timer: setTimeout(() => fire(id), delayMs) });
  }

  async function answer<Value>(
    call: Call,
    words: string,
    timeoutMs: number,
    act: () => Result<Value, HttpFailure>,
  ): Promise<Result<Value, HttpFailure>> {
    asked.push(words);
    if (state === "down") return failed(unreachable);
    if (state === "hung") {
      const timeout = new Promise<"timeout">((resolve) => setTimeout(() => resolve("timeout"), timeoutMs));
      if ((await Promise.race([timeout, whenUp.promise])) === "timeout")
        return failed({ ...unreachable, kind: "timeout" });
    }
    const failure = failures.get(call)?.shift();
    return failure === undefined ? act() : failed(failure);
  }

  const server: FakeHomeserver = {
    maxDelayMs: 86_400_000,
    port: {
      readMaxDelayMs: async () => server.maxDelayMs,
      scheduleLeave: (delayMs) =>
        answer("scheduleLeave", `schedule ${delayMs}`, 5_000, () => {
          if (delayMs > server.maxDelayMs) return failed(refusalOf(400, "ORG.MATRIX.MSC4140_DELAY_TOO_LARGE"));
          count += 1;
          arm(`delay-${count}`, delayMs);
          return ok(`delay-${count}`);
        }),
      restartLeave: (id, timeoutMs) =>
        answer("restartLeave", `restart ${id}`, timeoutMs, () => {
          const event = scheduled.get(id);
          if (event === undefined) return failed(refusalOf(404, "M_NOT_FOUND"));
          arm(id, event.delayMs);
          return ok(null);
        }),
      fireLeave: (id) =>
        answer("fireLeave", `fire ${id}`, 5_000, () => {
          if (!scheduled.has(id)) return failed(refusalOf(404, "M_NOT_FOUND"));
          fire(id);
          return ok(null);
        }),
      async cancelStaleLeaves(keep) {
        for (const [id, { timer }] of scheduled) {
          if (id === keep) continue;
          clearTimeout(timer);
          scheduled.delete(id);
        }
      },
      sendMembership: (content) =>
        answer("sendMembership", "send", 5_000, () => {
          membership = content;
          count += 1;
          return ok(`$event-${count}` as EventId);
        }),
      sendLeave: () =>
        answer("sendLeave", "leave", 5_000, () => {
          membership = null;
          return ok(null);
        }),
      probe: (timeoutMs) => answer("probe", "probe", timeoutMs, () => ok(null)),
    },
    asked() {
      const words = asked;
      asked = [];
      return words;
    },
    membership: () => membership,
    failNext: (call, ...next) => void failures.set(call, [...next]),
    setState(next) {
      state = next;
      if (next !== "up") return;
      whenUp.resolve();
      whenUp = Promise.withResolvers<void>();
      for (const [id, { dueAt }] of scheduled) if (dueAt <= Date.now()) fire(id);
    },
    removeMembership() {
      membership = null;
    },
  };
  return server;
}
