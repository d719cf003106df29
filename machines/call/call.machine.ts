import { assign, emit, setup } from "xstate";
import type { JoinStep } from "../domain/call.ts";
import { faultOf, type Fault } from "../domain/fault.ts";
import type { RoomId } from "../domain/ids.ts";
import type { RoomMembership } from "../domain/room.ts";

/** How long leaving gets before the call is shown as ended anyway, in ms (ours; the delayed leave follows by itself). */
export const LEAVE_DEADLINE_MS = 1_500;
/** How long opening a call gets, in ms (ours: reading its state from an already synced room). */
export const OPEN_DEADLINE_MS = 15_000;

/** What moves `callMachine`. */
export type CallMachineEvent =
  /** A room is ready to be entered, and its lobby is shown. */
  | { readonly type: "lobby.entered"; readonly roomId: RoomId }
  /** The person went elsewhere, before, during or after the call. */
  | { readonly type: "lobby.left" }
  /** `openCall` did its work. */
  | { readonly type: "call.ready" }
  | { readonly type: "call.unready"; readonly fault: Fault }
  | { readonly type: "join.requested" }
  | { readonly type: "join.cancelled" }
  /** `joinMachine` reached `joined`. */
  | { readonly type: "join.completed" }
  /** `joinMachine` reached `failed`. */
  | { readonly type: "join.failed"; readonly step: JoinStep; readonly fault: Fault }
  | { readonly type: "leave.requested" }
  /** Everybody else has left a call that is to end with them (`autoLeave` in the link). */
  | { readonly type: "others.left" }
  /** `leaveCall` did its work. */
  | { readonly type: "call.left" }
  /** It cannot go on, whatever is tried: publishing was denied for good, the account expired. */
  | { readonly type: "call.failed"; readonly fault: Fault }
  | { readonly type: "roomMembership.changed"; readonly roomId: RoomId; readonly membership: RoomMembership }
  /** Another tab has this call, or took it from us. */
  | { readonly type: "otherTab.found" }
  | { readonly type: "otherTab.overruled" }
  | { readonly type: "rejoin.requested" }
  | { readonly type: "retry.requested" };

/** What `callMachine` orders. */
export type CallMachineCommand =
  /** Watch the call of this room. Answer `call.ready` or `call.unready`. */
  | { readonly type: "openCall"; readonly roomId: RoomId }
  | { readonly type: "startDiscovery" }
  | { readonly type: "startDevices" }
  | { readonly type: "startJoin" }
  | { readonly type: "cancelJoin" }
  | { readonly type: "startReconnection" }
  | { readonly type: "stopReconnection" }
  /** End the membership and the SFU connections. Answer `call.left`. */
  | { readonly type: "leaveCall" }
  /** Let go of camera, microphone and share. */
  | { readonly type: "releaseDevices" }
  /** Stop watching the call and forget its keys. */
  | { readonly type: "closeCall" }
  /** Make the other tab give the call up. */
  | { readonly type: "claimTab" };

/** Which call it is, and how it stands or ended. */
export interface CallContext {
  readonly roomId: RoomId | null;
  /** Why it ended; null before. */
  readonly cause: "left" | "removed" | "failed" | null;
  /** In the lobby: why joining did not work. In `ended` and `failed`: why. */
  readonly fault: Fault | null;
  /** The person asked to join before the call was open; it happens as soon as it is. */
  readonly isJoinWanted: boolean;
  /** Where joining stopped. */
  readonly failedStep: JoinStep | null;
}

const nothing: CallContext = { roomId: null, cause: null, fault: null, failedStep: null, isJoinWanted: false };

const chart = setup({
  types: {} as { context: CallContext; events: CallMachineEvent; emitted: CallMachineCommand },
  delays: { leaveDeadline: LEAVE_DEADLINE_MS, openDeadline: OPEN_DEADLINE_MS },
  guards: {
    isJoinWanted: ({ context }) => context.isJoinWanted,
    isSecondTab: ({ context }) => context.fault?.code === "browser.second_tab",
    isOut: ({ context, event }) =>
      event.type === "roomMembership.changed" &&
      event.roomId === context.roomId &&
      (event.membership === "leave" || event.membership === "ban"),
  },
  actions: {
    forgetFault: assign({ fault: null, failedStep: null, cause: null, isJoinWanted: false }),
    openCall: emit(({ context }) => ({ type: "openCall" as const, roomId: context.roomId as RoomId })),
    startDiscovery: emit({ type: "startDiscovery" }),
    startDevices: emit({ type: "startDevices" }),
    startJoin: emit({ type: "startJoin" }),
    cancelJoin: emit({ type: "cancelJoin" }),
    startReconnection: emit({ type: "startReconnection" }),
    stopReconnection: emit({ type: "stopReconnection" }),
    leaveCall: emit({ type: "leaveCall" }),
    releaseDevices: emit({ type: "releaseDevices" }),
    closeCall: emit({ type: "closeCall" }),
    claimTab: emit({ type: "claimTab" }),
    holdFault: assign(({ event }) => ("fault" in event ? { fault: event.fault } : {})),
    holdTimeout: assign({ fault: faultOf("step.timed_out", { detail: "opening" }) }),
    holdSecondTab: assign({ fault: faultOf("browser.second_tab") }),
    holdRemoval: assign(({ event }) => ({
      fault: faultOf(
        event.type === "roomMembership.changed" && event.membership === "ban" ? "room.banned" : "room.removed",
      ),
    })),
    endedBy: assign((_, { cause }: { readonly cause: "left" | "removed" | "failed" }) => ({ cause })),
  },
});

const endedBy = <Cause extends "left" | "removed" | "failed">(cause: Cause) =>
  ({ type: "endedBy", params: { cause } }) as const;

/** Being put out, and what cannot be mended, end the call wherever it stands. */
const endings = chart.createStateConfig({
  on: {
    "roomMembership.changed": { guard: "isOut", target: "leaving", actions: ["holdRemoval", endedBy("removed")] },
    "call.failed": { target: "leaving", actions: ["holdFault", endedBy("failed")] },
    "otherTab.found": { target: "leaving", actions: ["holdSecondTab", endedBy("failed")] },
    "lobby.left": { target: "idle", actions: ["leaveCall", "releaseDevices", "closeCall", assign(nothing)] },
  },
}).on;

/** Also from inside: publishing, which goes on there, may be refused. */
const backToLobby = chart.createStateConfig({
  on: {
    "join.failed": {
      target: "lobby.open",
      actions: assign({ fault: ({ event }) => event.fault, failedStep: ({ event }) => event.step }),
    },
  },
}).on;

/** A lobby is entered from outside a call. */
const entering = chart.createStateConfig({
  on: {
    "lobby.entered": { target: "lobby", actions: assign(({ event }) => ({ ...nothing, roomId: event.roomId })) },
    "lobby.left": { target: "idle", actions: assign(nothing) },
  },
}).on;

/**
 * The whole of one call, from the lobby to the end: starts and stops the other machines and the adapters by command,
 * which are to be obeyed in order. Another room's lobby is entered only after `lobby.left` when in a call.
 */
export const callMachine = chart.createMachine({
  id: "call",
  context: nothing,
  initial: "idle",
  states: {
    idle: { on: entering },
    lobby: {
      initial: "opening",
      on: {
        "lobby.entered": {
          guard: ({ context, event }) => event.roomId !== context.roomId,
          target: "lobby",
          reenter: true,
          actions: ["closeCall", assign(({ event }) => ({ ...nothing, roomId: event.roomId }))],
        },
        "lobby.left": { target: "idle", actions: ["releaseDevices", "closeCall", assign(nothing)] },
        "roomMembership.changed": { guard: "isOut", target: "failed", actions: "holdRemoval" },
        "call.failed": { target: "failed", actions: "holdFault" },
        "otherTab.found": { target: "failed", actions: "holdSecondTab" },
      },
      states: {
        // Camera and transports do not wait for the call, nor for one another.
        opening: {
          entry: ["startDevices", "startDiscovery", "openCall"],
          on: {
            "join.requested": { actions: assign({ isJoinWanted: true }) },
            "join.cancelled": { actions: assign({ isJoinWanted: false }) },
            "call.ready": [{ guard: "isJoinWanted", target: "#call.joining" }, { target: "open" }],
            "call.unready": { target: "#call.failed", actions: "holdFault" },
          },
          after: { openDeadline: { target: "#call.failed", actions: "holdTimeout" } },
        },
        open: { on: { "join.requested": "#call.joining", "retry.requested": "#call.joining" } },
      },
    },
    joining: {
      entry: ["forgetFault", "startJoin"],
      on: {
        ...endings,
        ...backToLobby,
        "join.completed": "inCall",
        "join.cancelled": { target: "lobby.open", actions: "cancelJoin" },
        "leave.requested": { target: "lobby.open", actions: "cancelJoin" },
      },
    },
    inCall: {
      entry: "startReconnection",
      exit: "stopReconnection",
      on: {
        ...endings,
        ...backToLobby,
        "leave.requested": { target: "leaving", actions: endedBy("left") },
        "others.left": { target: "leaving", actions: endedBy("left") },
      },
    },
    leaving: {
      entry: "leaveCall",
      on: {
        "call.left": [{ guard: "isSecondTab", target: "failed" }, { target: "ended" }],
        "lobby.left": { target: "idle", actions: ["releaseDevices", "closeCall", assign(nothing)] },
      },
      after: { leaveDeadline: [{ guard: "isSecondTab", target: "failed" }, { target: "ended" }] },
    },
    ended: {
      entry: ["releaseDevices", "closeCall"],
      on: {
        ...entering,
        "rejoin.requested": { target: "lobby", actions: "forgetFault" },
        "retry.requested": { target: "lobby", actions: "forgetFault" },
      },
    },
    failed: {
      entry: ["releaseDevices", "closeCall"],
      on: {
        ...entering,
        "retry.requested": { target: "lobby", actions: "forgetFault" },
        "otherTab.overruled": { guard: "isSecondTab", target: "lobby", actions: ["claimTab", "forgetFault"] },
      },
    },
  },
});
