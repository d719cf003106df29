import { assign, enqueueActions, setup } from "xstate";
import type { Leg } from "../domain/call.ts";
import type { Fault } from "../domain/fault.ts";

/**
 * Waits before each try to reach an SFU again, in ms (ours: the first at once, as most losses are a blip; then every half
 * second for as long as a restart takes, so that pictures are back within 3 s of the SFU; the last one repeats while the
 * call lives).
 */
export const RESTORE_DELAYS_MS: readonly number[] = [0, ...Array<number>(20).fill(500), 2_000];
/** How long one try gets before the next, in ms (ours). */
export const RESTORE_DEADLINE_MS = 8_000;

/** A leg that is down now. */
export interface Limit {
  readonly leg: Leg;
  /** Which SFU, when it is a transport. */
  readonly serviceUrl: string | null;
  readonly fault: Fault | null;
}

/** What moves `reconnectionMachine`. */
export type ReconnectionEvent =
  | { readonly type: "leg.lost"; readonly leg: Leg; readonly serviceUrl: string | null; readonly fault: Fault | null }
  | { readonly type: "leg.restored"; readonly leg: Leg; readonly serviceUrl: string | null }
  /** A try of `restoreTransport` came to nothing. */
  | { readonly type: "restore.failed"; readonly serviceUrl: string; readonly fault: Fault }
  /** We no longer need that SFU. */
  | { readonly type: "transport.dropped"; readonly serviceUrl: string }
  | { readonly type: "call.left" }
  /** Raised by the machine itself. */
  | { readonly type: "restore.due"; readonly serviceUrl: string };

/** What `reconnectionMachine` orders. */
export type ReconnectionCommand =
  /** Connect anew, with a fresh token if need be. `attempt` counts from 1. */
  { readonly type: "restoreTransport"; readonly serviceUrl: string; readonly attempt: number };

/** Everything that is down now, and how often each SFU was tried. */
export interface ReconnectionContext {
  readonly limits: readonly Limit[];
  readonly attempts: ReadonlyMap<string, number>;
}

const chart = setup({
  types: {} as { context: ReconnectionContext; events: ReconnectionEvent; emitted: ReconnectionCommand },
  guards: { isEveryTransportUp: ({ context }) => context.attempts.size === 0 },
  actions: {
    addLimit: assign(({ context }, limit: Limit) => ({ limits: [...withoutLimit(context.limits, limit), limit] })),
    removeLimit: assign(({ context }, ended: Pick<Limit, "leg" | "serviceUrl">) => ({
      limits: withoutLimit(context.limits, ended),
    })),
    removeAll: enqueueActions(({ context, enqueue }) => {
      for (const serviceUrl of context.attempts.keys()) enqueue.cancel(serviceUrl);
      enqueue.assign({ limits: [], attempts: new Map() });
    }),
    tryNow: enqueueActions(({ context, enqueue }, { serviceUrl }: OfTransport) => {
      if (serviceUrl === null) return;
      const attempt = (context.attempts.get(serviceUrl) ?? 0) + 1;
      enqueue.assign({ attempts: new Map(context.attempts).set(serviceUrl, attempt) });
      enqueue.emit({ type: "restoreTransport", serviceUrl, attempt });
      enqueue.cancel(serviceUrl);
      enqueue.raise({ type: "restore.due", serviceUrl }, { id: serviceUrl, delay: RESTORE_DEADLINE_MS });
    }),
    tryLater: enqueueActions(({ context, enqueue }, { serviceUrl }: OfTransport) => {
      if (serviceUrl === null) return;
      const tried = context.attempts.get(serviceUrl) ?? 0;
      const delay = RESTORE_DELAYS_MS[Math.min(tried, RESTORE_DELAYS_MS.length - 1)] ?? 0;
      enqueue.cancel(serviceUrl);
      enqueue.raise({ type: "restore.due", serviceUrl }, { id: serviceUrl, delay });
    }),
    forget: enqueueActions(({ context, enqueue }, { serviceUrl }: OfTransport) => {
      if (serviceUrl === null) return;
      enqueue.cancel(serviceUrl);
      const attempts = new Map(context.attempts);
      attempts.delete(serviceUrl);
      enqueue.assign({ attempts });
    }),
  },
});

/** An SFU; never null behind `isTransport`. */
interface OfTransport {
  readonly serviceUrl: string | null;
}

/** A leg that mends itself elsewhere (the homeserver realm, the devices): only its state is known and shown. */
const watched = (leg: Exclude<Leg, "transport">) => {
  const add = {
    type: "addLimit",
    params: ({ event }: { readonly event: LegLost }) => ({ leg, serviceUrl: null, fault: event.fault }),
  } as const;
  const isOfLeg = ({ event }: { readonly event: { readonly leg: Leg } }) => event.leg === leg;
  return chart.createStateConfig({
    initial: "steady",
    states: {
      steady: { on: { "leg.lost": { guard: isOfLeg, target: "lost", actions: add } } },
      lost: {
        on: {
          "leg.lost": { guard: isOfLeg, actions: add },
          "leg.restored": {
            guard: isOfLeg,
            target: "steady",
            actions: { type: "removeLimit", params: { leg, serviceUrl: null } },
          },
          "call.left": "steady",
        },
      },
    },
  });
};

/** One or more SFUs are away, each tried at its own pace. */
const transport = chart.createStateConfig({
  initial: "steady",
  states: {
    steady: {
      on: {
        "leg.lost": {
          guard: ({ event }) => isTransport(event),
          target: "lost",
          actions: [
            { type: "addLimit", params: ({ event }) => event },
            { type: "tryNow", params: ({ event }) => event },
          ],
        },
      },
    },
    lost: {
      on: {
        "leg.lost": [
          {
            guard: ({ context, event }) => isTransport(event) && isTried(context, event),
            actions: [
              { type: "addLimit", params: ({ event }) => event },
              { type: "tryLater", params: ({ event }) => event },
            ],
          },
          {
            guard: ({ event }) => isTransport(event),
            actions: [
              { type: "addLimit", params: ({ event }) => event },
              { type: "tryNow", params: ({ event }) => event },
            ],
          },
        ],
        "restore.failed": {
          guard: ({ context, event }) => isTried(context, event),
          actions: { type: "tryLater", params: ({ event }) => event },
        },
        "restore.due": {
          guard: ({ context, event }) => isTried(context, event),
          actions: { type: "tryNow", params: ({ event }) => event },
        },
        "leg.restored": {
          guard: ({ event }) => isTransport(event),
          actions: [
            { type: "removeLimit", params: ({ event }) => event },
            { type: "forget", params: ({ event }) => event },
          ],
        },
        "transport.dropped": {
          actions: [
            { type: "removeLimit", params: ({ event }) => ({ leg: "transport", serviceUrl: event.serviceUrl }) },
            { type: "forget", params: ({ event }) => event },
          ],
        },
      },
      always: { guard: "isEveryTransportUp", target: "steady" },
    },
  },
});

/**
 * Knows which leg of the call is down, says so, and brings SFU connections back. The legs are independent: a lost
 * homeserver never touches media.
 */
export const reconnectionMachine = chart.createMachine({
  id: "reconnection",
  type: "parallel",
  context: { limits: [], attempts: new Map() },
  states: {
    homeserver: watched("homeserver"),
    membership: watched("membership"),
    device: watched("device"),
    transport,
    whole: { on: { "call.left": { actions: "removeAll" } } },
  },
});

type LegLost = Extract<ReconnectionEvent, { readonly type: "leg.lost" }>;

function withoutLimit(
  limits: readonly Limit[],
  { leg, serviceUrl }: Pick<Limit, "leg" | "serviceUrl">,
): readonly Limit[] {
  return limits.filter((limit) => limit.leg !== leg || limit.serviceUrl !== serviceUrl);
}

function isTransport({ leg, serviceUrl }: Pick<Limit, "leg" | "serviceUrl">): boolean {
  return leg === "transport" && serviceUrl !== null;
}

function isTried(context: ReconnectionContext, { serviceUrl }: OfTransport): boolean {
  return serviceUrl !== null && context.attempts.has(serviceUrl);
}
