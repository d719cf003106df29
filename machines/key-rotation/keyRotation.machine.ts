import { assign, emit, enqueueActions, setup } from "xstate";
import type { Epoch } from "../domain/ids.ts";
import {
  GRACE_AFTER_SETTLING_MS,
  hasLeaver,
  hasNewcomer,
  hasStayer,
  KEY_GRACE_MS,
  KEY_USE_DELAY_MS,
  unservedOf,
  type KeyCommand,
  type KeyHolders,
  type KeyRotationEvent,
} from "./keyRotation.ts";

/** The newest key's generation, -1 before there is one, and who holds it. */
export interface KeyRotationContext extends KeyHolders {
  readonly epoch: Epoch;
}

/** Who holds the key, with the recipients that the event brings. */
function holdersAfter(context: KeyRotationContext, event: KeyRotationEvent): KeyHolders {
  return event.type === "recipients.changed" ? { ...context, recipients: event.recipients } : context;
}

/**
 * Decides when our sender key changes (MSC4143 "Rotating keys"; rules `KR1` to `KR8` of `docs/rules/keys.md`). A
 * newcomer decrypts nothing from before they came, but for the grace; whoever leaves decrypts for at most two use
 * delays more.
 * In: `session.joined`, `recipients.changed`, `session.left`. Out: `distributeKey`, `useKey`.
 */
export const keyRotationMachine = setup({
  types: {} as { context: KeyRotationContext; events: KeyRotationEvent; emitted: KeyCommand },
  delays: { useDelay: KEY_USE_DELAY_MS, grace: KEY_GRACE_MS, restOfGrace: GRACE_AFTER_SETTLING_MS },
  guards: {
    hasLeaver: ({ context, event }) => hasLeaver(holdersAfter(context, event)),
    hasChange: ({ context, event }) =>
      hasLeaver(holdersAfter(context, event)) || hasNewcomer(holdersAfter(context, event)),
    hasNoStayer: ({ context, event }) => !hasStayer(holdersAfter(context, event)),
  },
  actions: {
    noteRecipients: assign(({ context, event }) => ({ recipients: holdersAfter(context, event).recipients })),
    beginEpoch: assign(({ context }) => ({ epoch: context.epoch + 1, served: [] })),
    forgetHolders: assign({ served: [] }),
    serveUnserved: enqueueActions(({ context, enqueue }) => {
      const unserved = unservedOf(context);
      if (unserved.length === 0) return;
      enqueue.emit({ type: "distributeKey", epoch: context.epoch, recipients: unserved });
      enqueue.assign({ served: [...context.served, ...unserved] });
    }),
    useKey: emit(({ context }) => ({ type: "useKey", epoch: context.epoch })),
  },
}).createMachine({
  id: "keyRotation",
  context: { epoch: -1, recipients: [], served: [] },
  initial: "idle",
  on: { "session.left": { target: ".idle", actions: "forgetHolders" } },
  states: {
    /** Not in the call. */
    idle: {
      on: { "session.joined": "replacing", "recipients.changed": { actions: "noteRecipients" } },
    },
    /** A new key that is used at once: nobody who gets it plays media under an older one. */
    replacing: { entry: ["beginEpoch", "useKey", "serveUnserved"], always: "steady.fresh" },
    /** A new key is on its way to everybody; the one before it is still in use. */
    settling: {
      entry: ["beginEpoch", "serveUnserved"],
      on: { "recipients.changed": { actions: ["noteRecipients", "serveUnserved"] } },
      after: {
        useDelay: [
          { guard: "hasLeaver", target: "settling", reenter: true, actions: "useKey" },
          { target: "steady.settled", actions: "useKey" },
        ],
      },
    },
    steady: {
      initial: "fresh",
      states: {
        /** So young that newcomers get the key as it is. */
        fresh: { after: { grace: "aged" } },
        /** The same after a use delay, which took its part of the grace. */
        settled: { after: { restOfGrace: "aged" } },
        aged: {
          on: {
            "recipients.changed": [
              { guard: "hasChange", target: "#keyRotation.judging", actions: "noteRecipients" },
              { actions: ["noteRecipients", "serveUnserved"] },
            ],
          },
        },
      },
      on: {
        "recipients.changed": [
          { guard: "hasLeaver", target: "judging", actions: "noteRecipients" },
          { actions: ["noteRecipients", "serveUnserved"] },
        ],
      },
    },
    /** The key must change: with nobody staying there is nothing to be seamless for. */
    judging: {
      always: [{ guard: "hasNoStayer", target: "replacing" }, { target: "settling" }],
    },
  },
});
