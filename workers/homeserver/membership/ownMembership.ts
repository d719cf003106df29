import { faultOf, type Fault } from "../../../machines/domain/fault.ts";
import type { EventId, UnixMs } from "../../../machines/domain/ids.ts";
import type { CallIntent } from "../../../machines/domain/member.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import type { Transport } from "../../../machines/domain/transport.ts";
import type { SessionTimings } from "../homeserver.api.ts";
import { faultOfFailure, isPassing } from "../http/matrixFault.ts";
import type { HttpFailure } from "../http/matrixHttp.ts";
import { createDelayedLeave } from "./delayedLeave.ts";
import type { MembershipFacts } from "./membershipContent.ts";
import type { MembershipPort } from "./membershipPort.ts";

/** How long joining may wait for the homeserver, in ms (ours: a busy one takes seconds, and late is better than not). */
export const ANNOUNCE_DEADLINE_MS = 20_000;
/** How long `leave` is waited for, in ms (as Element Call); it goes on in the background. */
export const LEAVE_DEADLINE_MS = 1_000;
/** How long before its end a membership is sent again, in ms. */
const REFRESH_HEADROOM_MS = 5_000;
/** Longest time between two sendings, in ms: sticky memberships last an hour. */
const REFRESH_MAX_MS = 3_600_000;
/** How long to wait after a refusal that may be lifted, in ms. */
const REFUSED_RETRY_MS = 10_000;
/** How long an update waits for the sync to show our membership, in ms, and how often it looks. */
const OWN_EVENT_TIMEOUT_MS = 2_000;
const OWN_EVENT_POLL_MS = 50;
/** How often a leave is tried before the delayed one is relied on. */
const LEAVE_ATTEMPTS = 10;

/** What our membership says, as far as the person decides. */
export interface OwnFacts {
  readonly transport: Transport;
  readonly intent: CallIntent;
}

/** Our membership of a call: sent, kept alive, mended and ended. It never stops by itself once it was announced. */
export interface OwnMembership {
  /** Resolves when it is sent. @faults room.membership_refused, homeserver.unreachable, account.token_expired */
  announce(facts: OwnFacts): Promise<Result<null, Fault>>;
  /** Says something else from now on; resolves when it is sent. */
  update(facts: Partial<OwnFacts>): Promise<Result<null, Fault>>;
  /** Sends it once more, for somebody who cannot have got it. */
  resend(): void;
  /** The room holds it, as of `joinedAt` by the server's clock: every later sending repeats that. */
  seen(joinedAt: UnixMs): void;
  /** The room no longer holds it: sends it again. */
  vanished(): void;
  /** The homeserver is back: does at once what was waiting. */
  hurry(): void;
  /** Ends it. Resolves when the homeserver knows, or after {@link LEAVE_DEADLINE_MS}. */
  leave(): Promise<void>;
  /** Stops without a word to the homeserver. */
  abandon(): void;
}

/** Makes the membership; nothing is sent before `announce` (rules `OM1` to `OM7` of `docs/rules/membership.md`). */
export function createOwnMembership(input: {
  readonly port: MembershipPort;
  readonly timings: SessionTimings;
  readonly contentOf: (facts: MembershipFacts) => object;
  /** When the room says that we joined, so that an update keeps our place; null while it does not hold us. */
  readonly joinedAtInRoom: () => UnixMs | null;
  /** Each answer, for whoever watches the homeserver. */
  readonly onReply: (reply: Result<unknown, HttpFailure>) => void;
  /** The homeserver took our membership, the first time or again. */
  readonly onSent: (eventId: EventId) => void;
  /** Our membership is probably gone, or is back. */
  readonly onLost: (fault: Fault | null) => void;
  readonly onRestored: () => void;
  readonly now?: () => UnixMs;
}): OwnMembership {
  const { port, timings, onReply } = input;
  const now = input.now ?? Date.now;
  let facts: OwnFacts | null = null;
  let phase: "idle" | "announcing" | "joined" | "leaving" | "ended" = "idle";
  let isDirty = false;
  let startedAt: UnixMs = 0;
  let createdAt: UnixMs | null = null;
  let refreshes = 0;
  let sendAt: UnixMs = 0;
  let eventId: EventId | null = null;
  let isLost = false;
  let isRunning = false;
  let isSending = false;
  let leaveAttempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiters: ((result: Result<null, Fault>) => void)[] = [];
  const left = Promise.withResolvers<void>();

  const delayedLeave = createDelayedLeave({ port, timings, onReply, now, onGone, onOverdue: () => lose(null) });

  function onGone(wasDue: boolean): void {
    // Servers from before MSC4140 was settled cancel it with each event of ours: that alone says nothing.
    if (!wasDue && input.joinedAtInRoom() !== null) return;
    if (wasDue) lose(null);
    markDirty();
  }

  function lose(fault: Fault | null): void {
    if (isLost || phase !== "joined") return;
    isLost = true;
    input.onLost(fault);
  }

  function markDirty(): void {
    isDirty = true;
    sendAt = Math.min(sendAt, now());
  }

  function settle(result: Result<null, Fault>): void {
    const settled = waiters;
    waiters = [];
    for (const resolve of settled) resolve(result);
  }

  function end(): void {
    phase = "ended";
    clearTimeout(timer);
    left.resolve();
  }

  async function send(current: OwnFacts): Promise<void> {
    createdAt ??= input.joinedAtInRoom();
    // An update repeats the server's time of our joining, which the sync is about to bring: our own clock may be wrong.
    if (phase === "joined" && !isLost && createdAt === null && now() - startedAt < OWN_EVENT_TIMEOUT_MS) {
      sendAt = now() + OWN_EVENT_POLL_MS;
      return;
    }
    isDirty = false;
    // The very first event carries no time of its own: the server's counts, and our clock may be wrong.
    const isFirst = phase === "announcing";
    const age = isFirst ? 0 : Math.max(0, now() - (createdAt ?? startedAt));
    const content = input.contentOf({
      ...current,
      createdAt: isFirst ? null : (createdAt ?? startedAt),
      expiresMs: age + timings.membershipExpiryMs,
      previousEventId: eventId,
    });
    isSending = true;
    const reply = await port.sendMembership(content);
    isSending = false;
    onReply(reply);
    if (phase === "ended") return;
    if (reply.ok) return sent(reply.value);
    isDirty = true;
    const { fault: failure } = reply;
    if (isPassing(failure)) {
      sendAt = now() + (failure.retryAfterMs ?? timings.networkRetryMs);
      return;
    }
    const fault = faultOfFailure(failure, { M_FORBIDDEN: "room.membership_refused" }, "room.membership_refused");
    settle(failed(fault));
    if (phase === "announcing") phase = "leaving";
    else lose(fault);
    sendAt = now() + REFUSED_RETRY_MS;
  }

  function sent(id: EventId): void {
    eventId = id;
    input.onSent(id);
    if (phase === "announcing") {
      phase = "joined";
      void delayedLeave.settled().then(() => port.cancelStaleLeaves(delayedLeave.delayId));
    }
    if (isLost) {
      isLost = false;
      input.onRestored();
    }
    settle(ok(null));
  }

  async function step(): Promise<void> {
    if (phase === "leaving") return sendLeave();
    if (facts === null) return;
    if (now() >= refreshAt()) {
      refreshes += 1;
      markDirty();
    }
    // The leave is scheduled beside the membership, not before it: joining costs one round trip.
    const isSending = isDirty && now() >= sendAt;
    await Promise.all([delayedLeave.tend(), isSending ? send(facts) : null]);
  }

  async function sendLeave(): Promise<void> {
    leaveAttempts += 1;
    const { delayId } = delayedLeave;
    const fired = delayId === null || leaveAttempts > 1 ? null : await port.fireLeave(delayId);
    const reply = fired?.ok === true ? fired : await port.sendLeave();
    onReply(reply);
    if (phase !== "leaving") return;
    if (reply.ok || !isPassing(reply.fault) || leaveAttempts >= LEAVE_ATTEMPTS) end();
    else sendAt = now() + (reply.fault.retryAfterMs ?? timings.networkRetryMs);
  }

  function refreshAt(): UnixMs {
    return startedAt + Math.min(timings.membershipExpiryMs, REFRESH_MAX_MS) * (refreshes + 1) - REFRESH_HEADROOM_MS;
  }

  function nextAt(): UnixMs {
    if (phase === "leaving") return sendAt;
    return Math.min(delayedLeave.nextAt(), refreshAt(), isDirty ? sendAt : Number.POSITIVE_INFINITY);
  }

  async function run(): Promise<void> {
    clearTimeout(timer);
    if (isRunning || phase === "ended" || phase === "idle") return;
    isRunning = true;
    while (!isOver() && now() >= nextAt()) await step();
    isRunning = false;
    if (!isOver()) timer = setTimeout(() => void run(), Math.max(0, nextAt() - now()));
  }

  function isOver(): boolean {
    return phase === "ended";
  }

  function whenSent(): Promise<Result<null, Fault>> {
    return new Promise((resolve) => {
      const deadline = setTimeout(() => {
        waiters = waiters.filter((waiter) => waiter !== settleOne);
        settleOne(failed(faultOf("homeserver.unreachable", { detail: "no answer to the membership in time" })));
        if (phase === "announcing") void beginLeaving();
      }, ANNOUNCE_DEADLINE_MS);
      const settleOne = (result: Result<null, Fault>) => {
        clearTimeout(deadline);
        resolve(result);
      };
      waiters.push(settleOne);
    });
  }

  function beginLeaving(): Promise<void> {
    if (phase === "idle") end();
    if (phase !== "ended" && phase !== "leaving") {
      phase = "leaving";
      sendAt = now();
    }
    settle(failed(faultOf("homeserver.unreachable", { detail: "left before it was sent" })));
    void run();
    return left.promise;
  }

  return {
    announce(next) {
      facts = next;
      if (phase === "idle") {
        phase = "announcing";
        startedAt = now();
      }
      markDirty();
      const result = whenSent();
      void run();
      return result;
    },
    update(change) {
      if (facts === null || phase === "leaving" || phase === "ended") return Promise.resolve(ok(null));
      const next = { ...facts, ...change };
      if (next.intent === facts.intent && next.transport.serviceUrl === facts.transport.serviceUrl)
        return Promise.resolve(ok(null));
      facts = next;
      markDirty();
      const result = whenSent();
      void run();
      return result;
    },
    resend() {
      if (phase !== "joined") return;
      markDirty();
      void run();
    },
    seen(joinedAt) {
      createdAt ??= joinedAt;
    },
    vanished() {
      if (phase !== "joined") return;
      lose(null);
      delayedLeave.renew();
      // What is on its way comes after what we saw vanish; should it not, its absence is noticed once more.
      if (!isSending) markDirty();
      void run();
    },
    hurry() {
      delayedLeave.hurry();
      if (isDirty) sendAt = now();
      void run();
    },
    async leave() {
      let deadline: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((resolve) => {
        deadline = setTimeout(resolve, LEAVE_DEADLINE_MS);
      });
      await Promise.race([beginLeaving(), late]);
      clearTimeout(deadline);
    },
    abandon: end,
  };
}
