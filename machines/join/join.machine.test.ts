import { describe, expect, test } from "vitest";
import { ARRIVAL_STEPS, JOIN_STEPS, type JoinStep } from "../domain/call.ts";
import { faultOf } from "../domain/fault.ts";
import { shortestPaths, stuckStates, unreachedStates, type Walk } from "../testing/paths.ts";
import { startMachine } from "../testing/startMachine.ts";
import { JOIN_STEP_DEADLINES_MS, joinMachine, type JoinEvent } from "./join.machine.ts";

const refused = faultOf("transport.refused");
const ANSWER_BY_STEP = {
  authorising: { type: "grant.received" },
  connecting: { type: "transport.connected" },
  announcing: { type: "membership.announced" },
  distributing_key: { type: "key.distributed" },
  publishing: { type: "tracks.published" },
} as const satisfies Record<JoinStep, JoinEvent>;

const walk: Walk<typeof joinMachine> = {
  machine: joinMachine,
  events: [
    { type: "join.requested" },
    ...Object.values(ANSWER_BY_STEP),
    ...JOIN_STEPS.map((step) => ({ type: "step.failed", step, fault: refused }) as const),
    { type: "grant.expired" },
    { type: "join.cancelled" },
    { type: "retry.requested" },
    { type: "call.left" },
  ],
};

/** Answers every step before `step`, and not `step` itself. */
function joinUpTo(step: JoinStep) {
  const started = startMachine(joinMachine);
  started.actor.send({ type: "join.requested" });
  for (const earlier of JOIN_STEPS.slice(0, JOIN_STEPS.indexOf(step))) started.actor.send(ANSWER_BY_STEP[earlier]);
  return started;
}

test("every state is reached, and from each one we get into the call and out again", () => {
  expect(unreachedStates(walk)).toEqual([]);
  expect(stuckStates(walk, (snapshot) => snapshot.matches("joined"))).toEqual([]);
  expect(stuckStates(walk, (snapshot) => snapshot.matches("idle") || snapshot.matches("cancelled"))).toEqual([]);
});

test("[J1] while joining a step is named, and a failure names its step and fault, on every path", () => {
  for (const { state } of shortestPaths(walk)) {
    const { step, fault, pending } = state.context;
    const isUnderWay = state.matches("authorising") || state.matches("joining");
    if (isUnderWay) expect(step).toBe(pending[0]);
    expect(step !== null).toBe(isUnderWay || state.matches("failed"));
    expect(fault !== null).toBe(state.matches("failed"));
  }
});

test("[J2] with a grant from the lobby, connecting and announcing begin at once and side by side", () => {
  const { actor, named } = startMachine(joinMachine);
  actor.send({ type: "grant.received" });
  actor.send({ type: "join.requested" });
  expect(named()).toEqual(["connect", "announce"]);
  expect(actor.getSnapshot().context.step).toBe("connecting");
});

test("[J2] without one it is asked for first", () => {
  const { actor, named } = startMachine(joinMachine);
  actor.send({ type: "grant.received" });
  actor.send({ type: "grant.expired" });
  actor.send({ type: "join.requested" });
  expect(named()).toEqual(["authorise"]);
  expect(actor.getSnapshot().context.step).toBe("authorising");
  actor.send({ type: "grant.received" });
  expect(named()).toEqual(["connect", "announce"]);
});

test("[J3] tracks are published once we are a member and connected, whichever comes first", () => {
  for (const order of [
    ["transport.connected", "membership.announced"],
    ["membership.announced", "transport.connected"],
  ] as const) {
    const { actor, named } = joinUpTo("connecting");
    named();
    actor.send({ type: order[0] });
    expect(named()).not.toContain("publishTracks");
    actor.send({ type: order[1] });
    expect(named()).toContain("publishTracks");
  }
});

test("the step shown is the earliest that is not done", () => {
  const { actor } = joinUpTo("connecting");
  actor.send({ type: "membership.announced" });
  actor.send({ type: "key.distributed" });
  expect(actor.getSnapshot().context.step).toBe("connecting");
  actor.send({ type: "transport.connected" });
  expect(actor.getSnapshot().context.step).toBeNull();
});

test("[J7] who is a member and connected is in: nobody waits for their own pictures to be sent", () => {
  const { actor } = joinUpTo("distributing_key");
  expect(actor.getSnapshot().matches("joined")).toBe(true);
  expect(actor.getSnapshot().context.pending).toEqual(["distributing_key", "publishing"]);
  actor.send({ type: "tracks.published" });
  actor.send({ type: "key.distributed" });
  expect(actor.getSnapshot().context.pending).toEqual([]);
});

test("[J7] publishing that hangs puts nobody out: the connection is made anew", () => {
  const { actor, clock, named } = joinUpTo("publishing");
  named();
  clock.increment(JOIN_STEP_DEADLINES_MS.publishing);
  expect(named()).toEqual(["mendTransport"]);
  expect(actor.getSnapshot().matches("joined")).toBe(true);
});

test("[J7] who is in and may not publish after all is told so", () => {
  const { actor, named } = joinUpTo("publishing");
  actor.send({ type: "step.failed", step: "publishing", fault: faultOf("sfu.publish_denied") });
  expect(actor.getSnapshot().value).toBe("failed");
  expect(actor.getSnapshot().context.fault).toEqual(faultOf("sfu.publish_denied"));
  expect(named().at(-1)).toBe("abandonJoin");
});

describe("[J4] a step that hangs ends with its deadline, its name, and everything undone", () => {
  test.each(ARRIVAL_STEPS)("%s", (step) => {
    const { actor, clock, named } = joinUpTo(step);
    for (const later of JOIN_STEPS.slice(1)) if (later !== step) actor.send(ANSWER_BY_STEP[later]);
    clock.increment(JOIN_STEP_DEADLINES_MS[step]);
    expect(actor.getSnapshot().value).toBe("failed");
    expect(actor.getSnapshot().context.step).toBe(step);
    expect(actor.getSnapshot().context.fault).toEqual(faultOf("step.timed_out", { detail: step }));
    expect(named().at(-1)).toBe("abandonJoin");
  });
});

describe("[J5] a key that does not reach somebody keeps nobody out, and is called late after its deadline", () => {
  test("hanging", () => {
    const { actor, clock } = joinUpTo("distributing_key");
    actor.send({ type: "tracks.published" });
    clock.increment(JOIN_STEP_DEADLINES_MS.distributing_key);
    expect(actor.getSnapshot().matches("joined")).toBe(true);
    expect(actor.getSnapshot().context.isKeyLate).toBe(true);
    actor.send({ type: "key.distributed" });
    expect(actor.getSnapshot().context.isKeyLate).toBe(false);
  });
  test("failing", () => {
    const { actor } = joinUpTo("distributing_key");
    actor.send({ type: "tracks.published" });
    actor.send({ type: "step.failed", step: "distributing_key", fault: faultOf("key.not_delivered") });
    expect(actor.getSnapshot().matches("joined")).toBe(true);
  });
});

test("a step that failed after it was done is not believed", () => {
  const { actor } = joinUpTo("announcing");
  actor.send({ type: "step.failed", step: "connecting", fault: refused });
  expect(actor.getSnapshot().matches("joining")).toBe(true);
});

test("[J6] cancelling undoes what was begun, and a second try starts clean", () => {
  const { actor, named } = joinUpTo("announcing");
  named();
  actor.send({ type: "join.cancelled" });
  expect(named()).toEqual(["abandonJoin"]);
  actor.send({ type: "join.requested" });
  expect(named()).toEqual(["authorise"]);
  expect(actor.getSnapshot().context.pending).toEqual(JOIN_STEPS);
});

test("[J6] trying again after a failure asks for a new grant", () => {
  const { actor, named } = joinUpTo("connecting");
  actor.send({ type: "step.failed", step: "connecting", fault: faultOf("sfu.unreachable") });
  named();
  actor.send({ type: "retry.requested" });
  expect(named()).toEqual(["authorise"]);
});
