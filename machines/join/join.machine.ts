import { assign, emit, setup } from "xstate";
import { JOIN_STEPS, type JoinStep } from "../domain/call.ts";
import type { Fault } from "../domain/fault.ts";
import { faultOf } from "../domain/fault.ts";

/** How long each step gets, in ms (ours: what a person waits before a reason is better than hope). */
export const JOIN_STEP_DEADLINES_MS = {
  authorising: 10_000,
  connecting: 15_000,
  /** Longer than the homeserver worker's own, which knows more of why. */
  announcing: 25_000,
  /** Short: one person who cannot be reached must not keep us from the others. */
  distributing_key: 3_000,
  /** Long: nobody waits for it, and to begin again costs a busy machine more than it has. */
  publishing: 30_000,
} as const satisfies Record<JoinStep, number>;

/** What moves `joinMachine`. */
export type JoinEvent =
  | { readonly type: "join.requested" }
  /** An SFU token for where we publish; may come in the lobby, before anybody asked to join. */
  | { readonly type: "grant.received" }
  /** The token held is no longer good: too old, or for another SFU. */
  | { readonly type: "grant.expired" }
  | { readonly type: "transport.connected" }
  | { readonly type: "membership.announced" }
  | { readonly type: "key.distributed" }
  /** Everything that is wished on is published; at once when that is nothing. */
  | { readonly type: "tracks.published" }
  | { readonly type: "step.failed"; readonly step: JoinStep; readonly fault: Fault }
  | { readonly type: "join.cancelled" }
  | { readonly type: "retry.requested" }
  /** The call that was joined is over. */
  | { readonly type: "call.left" };

/** What `joinMachine` orders. */
export type JoinCommand =
  | { readonly type: "authorise" }
  | { readonly type: "connect" }
  | { readonly type: "announce" }
  | { readonly type: "distributeKey" }
  | { readonly type: "publishTracks" }
  /** Publishing hangs: connect anew, with all tracks. */
  | { readonly type: "mendTransport" }
  /** Undo whatever was begun: disconnect, end the membership, unpublish. */
  | { readonly type: "abandonJoin" };

/** How far joining got. */
export interface JoinContext {
  /** A token is at hand. */
  readonly hasGrant: boolean;
  /** Steps not yet done, in reading order; those that go on when we are in already are among them. */
  readonly pending: readonly JoinStep[];
  /** The earliest unfinished step while joining; the one that failed in `failed`; else null. */
  readonly step: JoinStep | null;
  readonly fault: Fault | null;
  /** Somebody has not got our key within its deadline; their tile says so until a later `key.distributed`. */
  readonly isKeyLate: boolean;
}

const chart = setup({
  types: {} as { context: JoinContext; events: JoinEvent; emitted: JoinCommand },
  delays: JOIN_STEP_DEADLINES_MS,
  guards: {
    hasGrant: ({ context }) => context.hasGrant,
  },
  actions: {
    begin: assign({ pending: JOIN_STEPS, step: "authorising", fault: null, isKeyLate: false }),
    end: assign({ pending: [], step: null, fault: null }),
    finish: assign(({ context }, params: { readonly step: JoinStep }) => {
      const pending = context.pending.filter((step) => step !== params.step);
      return { pending, step: pending[0] ?? null };
    }),
    arrive: assign({ step: null, fault: null }),
    finishInside: assign(({ context }, params: { readonly step: JoinStep }) => ({
      pending: context.pending.filter((step) => step !== params.step),
    })),
    holdTimeout: assign((_, { step }: { readonly step: JoinStep }) => ({
      step,
      fault: faultOf("step.timed_out", { detail: step }),
    })),
    markKeyLate: assign({ isKeyLate: true }),
    dropGrant: assign({ hasGrant: false }),
    authorise: emit({ type: "authorise" }),
    connect: emit({ type: "connect" }),
    announce: emit({ type: "announce" }),
    distributeKey: emit({ type: "distributeKey" }),
    publishTracks: emit({ type: "publishTracks" }),
    mendTransport: emit({ type: "mendTransport" }),
    abandonJoin: emit({ type: "abandonJoin" }),
  },
});

/** A way in: from the lobby, after a cancel, or after a failure. */
const begin = [
  { guard: "hasGrant", target: "joining", actions: ["begin", { type: "finish", params: { step: "authorising" } }] },
  { target: "authorising", actions: "begin" },
] as const;

const finish = <Step extends JoinStep>(step: Step) => ({ type: "finish", params: { step } }) as const;
const finishInside = <Step extends JoinStep>(step: Step) => ({ type: "finishInside", params: { step } }) as const;
const timeout = <Step extends JoinStep>(step: Step) =>
  ({ [step]: { target: "#join.failed", actions: { type: "holdTimeout", params: { step } } } }) as const;

const media = chart.createStateConfig({
  initial: "connecting",
  states: {
    connecting: {
      entry: "connect",
      on: { "transport.connected": { target: "done", actions: finish("connecting") } },
      after: timeout("connecting"),
    },
    done: { type: "final" },
  },
});

const membership = chart.createStateConfig({
  initial: "announcing",
  states: {
    announcing: {
      entry: "announce",
      on: { "membership.announced": { target: "done", actions: finish("announcing") } },
      after: timeout("announcing"),
    },
    done: { type: "final" },
  },
});

// Only now: nobody sees media of somebody who is not a member.
const tracks = chart.createStateConfig({
  initial: "publishing",
  states: {
    publishing: {
      entry: "publishTracks",
      on: { "tracks.published": { target: "done", actions: finishInside("publishing") } },
      // Nobody is put out of a call that they hear for it.
      after: { publishing: { target: "done", actions: [finishInside("publishing"), "mendTransport"] } },
    },
    done: {},
  },
});

// Beside publishing: frames wait at the receiver for at most as long as the key is under way.
const key = chart.createStateConfig({
  initial: "distributing",
  states: {
    distributing: {
      entry: "distributeKey",
      on: {
        "key.distributed": { target: "done", actions: finishInside("distributing_key") },
        "step.failed": {
          guard: ({ event }) => event.step === "distributing_key",
          target: "done",
          actions: ["markKeyLate", finishInside("distributing_key")],
        },
      },
      after: { distributing_key: { target: "done", actions: ["markKeyLate", finishInside("distributing_key")] } },
    },
    done: { on: { "key.distributed": { actions: assign({ isKeyLate: false }) } } },
  },
});

/**
 * Takes us from the lobby into the call. Connecting to the SFU and announcing the membership run side by side; when both
 * are done we are in, and see and hear, while publishing and handing out the key go on. Every step has a name, a deadline
 * and a way out.
 */
export const joinMachine = chart.createMachine({
  id: "join",
  context: { hasGrant: false, pending: [], step: null, fault: null, isKeyLate: false },
  initial: "idle",
  on: {
    "grant.received": { actions: assign({ hasGrant: true }) },
    "grant.expired": { actions: "dropGrant" },
  },
  states: {
    idle: { on: { "join.requested": begin } },
    authorising: {
      entry: "authorise",
      on: {
        "grant.received": { target: "joining", actions: [assign({ hasGrant: true }), finish("authorising")] },
        "step.failed": {
          guard: ({ event }) => event.step === "authorising",
          target: "failed",
          actions: assign({ step: ({ event }) => event.step, fault: ({ event }) => event.fault }),
        },
        "join.cancelled": "cancelled",
      },
      after: timeout("authorising"),
    },
    joining: {
      type: "parallel",
      states: { media, membership },
      onDone: "joined",
      on: {
        "step.failed": {
          guard: ({ context, event }) =>
            (event.step === "connecting" || event.step === "announcing") && context.pending.includes(event.step),
          target: "failed",
          actions: assign({ step: ({ event }) => event.step, fault: ({ event }) => event.fault }),
        },
        "join.cancelled": "cancelled",
      },
    },
    joined: {
      entry: "arrive",
      type: "parallel",
      states: { tracks, key },
      on: {
        "step.failed": {
          guard: ({ context, event }) => event.step === "publishing" && context.pending.includes(event.step),
          target: "failed",
          actions: assign({ step: ({ event }) => event.step, fault: ({ event }) => event.fault }),
        },
        "call.left": { target: "idle", actions: ["end", "dropGrant"] },
      },
    },
    failed: {
      entry: ["abandonJoin", "dropGrant"],
      on: { "retry.requested": begin, "join.requested": begin, "join.cancelled": { target: "idle", actions: "end" } },
    },
    cancelled: { entry: ["abandonJoin", "dropGrant", "end"], on: { "join.requested": begin } },
  },
});
