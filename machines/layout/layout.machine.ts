import { assign, setup } from "xstate";
import type { LayoutContext } from "./layoutContext.ts";
import { emptyLayout } from "./layoutContext.ts";
import type { LayoutEvent } from "./layoutEvents.ts";
import { bringForward, giveTurn, hiddenSpeakers, reduceLayout } from "./reduceLayout.ts";
import { shapeOf } from "./shape.ts";

/** How long a turn outlasts its last word, in ms: a breath between two sentences gives it to nobody else. */
export const TURN_HOLD_MS = 1000;
/** How long somebody on another page must speak to be brought to the first, in ms (Element Call: 1 s). */
export const BRING_FORWARD_MS = 1000;

const heard = ["reduce", "dropSilentCandidates"] as const;

const isHeard = ({ speakerId, speaking }: LayoutContext): boolean => speakerId !== null && speaking.includes(speakerId);

/**
 * Decides what is shown where: shape, big tile, order and page. `arrange(snapshot.context)` says it in rectangles.
 * In: facts about members, shares and speech; the person's choices; the size of the stage. Out: nothing but its snapshot.
 */
export const layoutMachine = setup({
  types: {} as {
    context: LayoutContext & { readonly candidates: readonly string[] };
    events: LayoutEvent;
  },
  delays: { turnHold: TURN_HOLD_MS, bringForward: BRING_FORWARD_MS },
  guards: {
    isOneToOne: ({ context }) => shapeOf(context) === "one-to-one",
    isGrid: ({ context }) => shapeOf(context) === "grid",
    isSpotlight: ({ context }) => shapeOf(context) === "spotlight",
    hasOtherSpeaking: ({ context }) => context.speaking.some((id) => context.tiles.get(id)?.isOwn === false),
    isSpeakerHeard: ({ context }) => isHeard(context),
    isSpeakerSilent: ({ context }) => !isHeard(context),
    isSpeakerGone: ({ context }) => context.speakerId === null,
    hasHiddenSpeaker: ({ context }) => hiddenSpeakers(context).length > 0,
    hasNoCandidate: ({ context }) => !context.candidates.some((id) => context.speaking.includes(id)),
  },
  actions: {
    reduce: assign(({ context, event }) => reduceLayout(context, event)),
    giveTurn: assign(({ context }) => giveTurn(context)),
    dropSilentCandidates: assign(({ context }) => ({
      candidates: context.candidates.filter((id) => context.speaking.includes(id)),
    })),
    noteCandidates: assign(({ context }) => ({ candidates: hiddenSpeakers(context) })),
    bringForward: assign(({ context }) => context.candidates.reduce<LayoutContext>(bringForward, context)),
  },
}).createMachine({
  id: "layout",
  context: { ...emptyLayout, candidates: [] },
  type: "parallel",
  on: {
    "roster.changed": { actions: heard },
    "screen.started": { actions: heard },
    "screen.ended": { actions: heard },
    "speech.changed": { actions: heard },
    "layout.chosen": { actions: heard },
    "pin.chosen": { actions: heard },
    "page.chosen": { actions: heard },
    "stage.resized": { actions: heard },
  },
  states: {
    shape: {
      initial: "grid",
      states: {
        "one-to-one": {
          always: [
            { guard: "isGrid", target: "grid" },
            { guard: "isSpotlight", target: "spotlight" },
          ],
        },
        grid: {
          always: [
            { guard: "isOneToOne", target: "one-to-one" },
            { guard: "isSpotlight", target: "spotlight" },
          ],
        },
        spotlight: {
          always: [
            { guard: "isOneToOne", target: "one-to-one" },
            { guard: "isGrid", target: "grid" },
          ],
        },
      },
    },
    turn: {
      initial: "open",
      states: {
        open: { always: { guard: "hasOtherSpeaking", target: "taken", actions: "giveTurn" } },
        taken: { always: { guard: "isSpeakerSilent", target: "held" } },
        held: {
          always: [
            { guard: "isSpeakerHeard", target: "taken" },
            { guard: "isSpeakerGone", target: "open" },
          ],
          after: { turnHold: "open" },
        },
      },
    },
    paging: {
      initial: "steady",
      states: {
        steady: { always: { guard: "hasHiddenSpeaker", target: "listening" } },
        listening: {
          entry: "noteCandidates",
          always: { guard: "hasNoCandidate", target: "steady" },
          after: { bringForward: { target: "settled", actions: "bringForward" } },
        },
        /** Until somebody speaks or comes: with nobody left to make room, asking again at once would turn in a circle. */
        settled: { on: { "speech.changed": "steady", "roster.changed": "steady", "stage.resized": "steady" } },
      },
    },
  },
});
