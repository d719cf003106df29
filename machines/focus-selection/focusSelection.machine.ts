import { assign, enqueueActions, not, setup } from "xstate";
import type { MatrixRtcMode } from "../domain/call.ts";
import type { Fault } from "../domain/fault.ts";
import type { Member } from "../domain/member.ts";
import { isSameTransport, type Transport } from "../domain/transport.ts";
import { isSameSubscription, remoteTransports, selectTransports, type TransportSelection } from "./selectTransports.ts";

/**
 * How long another SFU has to stay the right one before we move there, in ms (ours: a membership that is refreshed or
 * mended makes the oldest member flicker, and each move interrupts our media).
 */
export const CONTEST_SETTLE_MS = 1_000;

/** What moves `focusSelectionMachine`. */
export type FocusSelectionEvent =
  | { readonly type: "mode.chosen"; readonly mode: MatrixRtcMode }
  /** Discovery ended well. */
  | { readonly type: "ownTransport.found"; readonly transport: Transport }
  /** Discovery ended without a transport. */
  | { readonly type: "ownTransport.missing"; readonly fault: Fault }
  /** The members now in the slot, in joining order, suspended ones included. */
  | { readonly type: "roster.changed"; readonly members: readonly Member[] };

/** What `focusSelectionMachine` orders; each only when it differs from the last. */
export type FocusSelectionCommand =
  | { readonly type: "publishAt"; readonly transport: Transport }
  /** Every SFU to listen at besides that of `publishAt`; those no longer named are to be left. */
  | { readonly type: "subscribeTo"; readonly transports: readonly Transport[] };

/** What is in force (`publishAt`, `subscribeTo`) and what it was made from. */
export interface FocusSelectionContext extends TransportSelection {
  readonly mode: MatrixRtcMode;
  readonly own: Transport | null;
  readonly members: readonly Member[];
  /** Why we have no transport of our own. */
  readonly fault: Fault | null;
}

/**
 * Decides where we publish and whom we subscribe. `chosen`: we publish where we should. `contested` (legacy only): the
 * oldest member's choice differs from ours; we move once that has settled. `unavailable`: there is nowhere to publish.
 */
export const focusSelectionMachine = setup({
  types: {} as {
    input: { readonly mode: MatrixRtcMode };
    context: FocusSelectionContext;
    events: FocusSelectionEvent;
    emitted: FocusSelectionCommand;
  },
  delays: { contestSettle: CONTEST_SETTLE_MS },
  guards: {
    // Until we are a member ourselves we publish nothing, so that nothing is interrupted and the choice holds at once.
    isContested: ({ context }) => {
      const target = targetOf(context);
      const isMember = context.members.some(({ isOwn }) => isOwn);
      return isMember && context.publishAt !== null && target !== null && !isSameTransport(target, context.publishAt);
    },
    canPublish: ({ context }) => targetOf(context) !== null,
    isMissing: ({ context }) => context.fault !== null,
  },
  actions: {
    /** Listening follows the roster at once: it interrupts nobody. */
    subscribe: enqueueActions(({ context, enqueue }) => {
      const transports = remoteTransports(context.members, context.publishAt);
      if (isSameSubscription(transports, context.subscribeTo)) return;
      enqueue.assign({ subscribeTo: transports });
      enqueue.emit({ type: "subscribeTo", transports });
    }),
    publish: enqueueActions(({ context, enqueue }) => {
      const transport = targetOf(context);
      if (transport === null || isSameTransport(transport, context.publishAt)) return;
      enqueue.assign({ publishAt: transport });
      enqueue.emit({ type: "publishAt", transport });
    }),
  },
}).createMachine({
  id: "focusSelection",
  context: ({ input }) => ({ mode: input.mode, own: null, members: [], fault: null, publishAt: null, subscribeTo: [] }),
  initial: "choosing",
  on: {
    "mode.chosen": { target: ".choosing", actions: assign({ mode: ({ event }) => event.mode }) },
    "ownTransport.found": {
      target: ".choosing",
      actions: assign({ own: ({ event }) => event.transport, fault: null }),
    },
    "ownTransport.missing": { target: ".choosing", actions: assign({ own: null, fault: ({ event }) => event.fault }) },
    "roster.changed": { target: ".choosing", actions: assign({ members: ({ event }) => event.members }) },
  },
  states: {
    choosing: {
      always: [
        { guard: "isContested", target: "contested" },
        { guard: "canPublish", target: "chosen" },
        { guard: "isMissing", target: "unavailable" },
      ],
    },
    chosen: { entry: ["publish", "subscribe"] },
    contested: {
      entry: "subscribe",
      // Without leaving the state: in a busy call the roster changes more often than the time to settle.
      on: { "roster.changed": { actions: [assign({ members: ({ event }) => event.members }), "subscribe"] } },
      always: { guard: not("isContested"), target: "choosing" },
      after: { contestSettle: "chosen" },
    },
    unavailable: { entry: "subscribe" },
  },
});

/** Where we should publish now. */
function targetOf({ mode, own, members }: FocusSelectionContext): Transport | null {
  return selectTransports(mode, own, members).publishAt;
}
