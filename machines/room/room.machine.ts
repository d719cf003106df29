import { assign, emit, setup } from "xstate";
import { faultOf, type Fault } from "../domain/fault.ts";
import type { RoomId } from "../domain/ids.ts";
import type { RoomMembership, RoomPreview } from "../domain/room.ts";

/** How long looking a room up gets, in ms (ours; over federation an alias can take seconds). */
export const RESOLVE_DEADLINE_MS = 15_000;
/** How long joining a room and syncing it gets, in ms (ours; a federated join of a large room is slow). */
export const ENTER_DEADLINE_MS = 60_000;
/** How long sending a knock gets, in ms (ours). */
export const KNOCK_DEADLINE_MS = 15_000;
/** When joining is tried again after an accepted knock was refused, in ms (ours: the invite may not have federated yet). */
export const ACCEPTED_RETRY_MS = 3_000;
/** How often that is tried in all (ours). */
export const ACCEPTED_TRIES = 4;

/** Names a room; part of a link. */
export interface RoomAddress {
  /** `!id` or a whole `#alias:server`. */
  readonly roomIdOrAlias: string;
  readonly viaServers: readonly string[];
}

/** What moves `roomMachine`. */
export type RoomEvent =
  | ({ readonly type: "link.opened" } & RoomAddress)
  | { readonly type: "link.closed" }
  | { readonly type: "room.found"; readonly preview: RoomPreview }
  | { readonly type: "room.failed"; readonly fault: Fault }
  | { readonly type: "room.entered"; readonly preview: RoomPreview }
  | { readonly type: "knock.requested" }
  | { readonly type: "knock.sent" }
  | { readonly type: "roomMembership.changed"; readonly roomId: RoomId; readonly membership: RoomMembership }
  | { readonly type: "retry.requested" };

/** What `roomMachine` orders. */
export type RoomCommand =
  | ({ readonly type: "findRoom" } & RoomAddress)
  | ({ readonly type: "enterRoom" } & RoomAddress)
  | ({ readonly type: "knock" } & RoomAddress);

/** The link, the room as far as it is known, and why we cannot enter it. */
export interface RoomContext {
  readonly address: RoomAddress;
  readonly preview: RoomPreview | null;
  readonly fault: Fault | null;
  /** Somebody let us in: the lobby need not be shown a second time. */
  readonly wasKnockAccepted: boolean;
  /** Tries to enter since the knock was accepted. */
  readonly tryCount: number;
}

const nowhere: RoomContext = {
  address: { roomIdOrAlias: "", viaServers: [] },
  preview: null,
  fault: null,
  wasKnockAccepted: false,
  tryCount: 0,
};

const chart = setup({
  types: {} as { context: RoomContext; events: RoomEvent; emitted: RoomCommand },
  delays: {
    resolveDeadline: RESOLVE_DEADLINE_MS,
    enterDeadline: ENTER_DEADLINE_MS,
    knockDeadline: KNOCK_DEADLINE_MS,
    acceptedRetry: ACCEPTED_RETRY_MS,
  },
  guards: {
    isBanned: ({ context }) => context.preview?.membership === "ban",
    isWaiting: ({ context }) => context.preview?.membership === "knock",
    isOpen: ({ context }) => context.preview !== null && isEnterable(context.preview),
    canKnock: ({ context }) => context.preview?.joinRule === "knock",
    canTryAgain: ({ context }) => context.wasKnockAccepted && context.tryCount < ACCEPTED_TRIES,
  },
  actions: {
    findRoom: emit(({ context }) => ({ type: "findRoom", ...context.address })),
    enterRoom: emit(({ context }) => ({ type: "enterRoom", ...addressOf(context) })),
    knock: emit(({ context }) => ({ type: "knock", ...addressOf(context) })),
    forgetFault: assign({ fault: null }),
    beginAccepted: assign({ wasKnockAccepted: true, tryCount: 0 }),
    forgetTries: assign({ wasKnockAccepted: false, tryCount: 0 }),
    countTry: assign({ tryCount: ({ context }) => context.tryCount + 1 }),
    holdTimeout: assign((_, params: { readonly detail: string }) => ({ fault: faultOf("step.timed_out", params) })),
    holdBan: assign({ fault: faultOf("room.banned") }),
    holdRefusal: assign({ fault: faultOf("room.not_joinable") }),
  },
});

/**
 * Decides whether we may enter the room of a link. Rooms that are public, or that we are invited to or in, are entered
 * without asking; others can be knocked at, or not entered at all.
 */
export const roomMachine = chart.createMachine({
  id: "room",
  context: nowhere,
  initial: "idle",
  on: {
    "link.opened": {
      target: ".resolving",
      reenter: true,
      actions: assign(({ event }) => ({
        ...nowhere,
        address: { roomIdOrAlias: event.roomIdOrAlias, viaServers: event.viaServers },
      })),
    },
    "link.closed": { target: ".idle", actions: assign(nowhere) },
  },
  states: {
    idle: {},
    resolving: {
      entry: ["forgetFault", "findRoom"],
      on: {
        "room.found": { target: "found", actions: assign({ preview: ({ event }) => event.preview }) },
        "room.failed": { target: "denied", actions: assign({ fault: ({ event }) => event.fault }) },
      },
      after: {
        resolveDeadline: { target: "denied", actions: { type: "holdTimeout", params: { detail: "resolving" } } },
      },
    },
    found: {
      always: [
        { guard: "isBanned", target: "denied", actions: "holdBan" },
        { guard: "isOpen", target: "entering" },
        { guard: "isWaiting", target: "waiting" },
        { guard: "canKnock", target: "knockNeeded" },
        { target: "denied", actions: "holdRefusal" },
      ],
    },
    knockNeeded: {
      on: {
        "knock.requested": "knocking",
        "roomMembership.changed": { guard: ({ context, event }) => isInvited(context, event), target: "entering" },
      },
    },
    knocking: {
      entry: ["forgetFault", "knock"],
      on: {
        "knock.sent": "waiting",
        "roomMembership.changed": [
          { guard: ({ context, event }) => isInvited(context, event), target: "entering", actions: "beginAccepted" },
          { guard: ({ context, event }) => isOurs(context, event) && event.membership === "knock", target: "waiting" },
        ],
        "room.failed": [
          {
            guard: ({ event }) => event.fault.code === "room.banned",
            target: "denied",
            actions: assign({ fault: ({ event }) => event.fault }),
          },
          { target: "knockNeeded", actions: assign({ fault: ({ event }) => event.fault }) },
        ],
      },
      after: {
        knockDeadline: { target: "knockNeeded", actions: { type: "holdTimeout", params: { detail: "knocking" } } },
      },
    },
    // Somebody inside has to answer: no deadline, and the way out is the link's end.
    waiting: {
      on: {
        "roomMembership.changed": [
          { guard: ({ context, event }) => isInvited(context, event), target: "entering", actions: "beginAccepted" },
          {
            guard: ({ context, event }) => isOut(context, event),
            target: "denied",
            actions: assign({ fault: ({ event }) => outFault(event.membership, "room.knock_denied") }),
          },
        ],
      },
    },
    entering: {
      entry: ["forgetFault", "countTry", "enterRoom"],
      on: {
        "room.entered": { target: "ready", actions: assign({ preview: ({ event }) => event.preview }) },
        "room.failed": [
          { guard: "canTryAgain", target: "enteringAgain" },
          {
            guard: ({ event }) => event.fault.code === "room.knock_needed",
            target: "knockNeeded",
          },
          { target: "denied", actions: assign({ fault: ({ event }) => event.fault }) },
        ],
      },
      after: { enterDeadline: { target: "denied", actions: { type: "holdTimeout", params: { detail: "entering" } } } },
    },
    enteringAgain: { after: { acceptedRetry: "entering" } },
    denied: { on: { "retry.requested": { target: "resolving", actions: "forgetTries" } } },
    ready: {
      on: {
        "roomMembership.changed": {
          guard: ({ context, event }) => isOut(context, event),
          target: "denied",
          actions: assign({ fault: ({ event }) => outFault(event.membership, "room.removed") }),
        },
      },
    },
  },
});

type MembershipChange = Extract<RoomEvent, { readonly type: "roomMembership.changed" }>;

function isEnterable({ membership, joinRule }: RoomPreview): boolean {
  return membership === "join" || membership === "invite" || joinRule === "public" || joinRule === "restricted";
}

function isOurs({ preview }: RoomContext, { roomId }: MembershipChange): boolean {
  return preview?.roomId === roomId;
}

function isInvited(context: RoomContext, event: MembershipChange): boolean {
  return isOurs(context, event) && (event.membership === "invite" || event.membership === "join");
}

function isOut(context: RoomContext, event: MembershipChange): boolean {
  return isOurs(context, event) && (event.membership === "leave" || event.membership === "ban");
}

function outFault(membership: RoomMembership, whenLeft: "room.knock_denied" | "room.removed"): Fault {
  return faultOf(membership === "ban" ? "room.banned" : whenLeft);
}

/** Once the room is known by id it is entered by id: an alias may point elsewhere a moment later. */
function addressOf({ address, preview }: RoomContext): RoomAddress {
  if (preview === null) return address;
  return { roomIdOrAlias: preview.roomId, viaServers: [...new Set([...address.viaServers, ...preview.viaServers])] };
}
