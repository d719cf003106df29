import { expect, test } from "vitest";
import { createActor, SimulatedClock } from "xstate";
import { getShortestPaths } from "xstate/graph";
import { keyRotationMachine } from "./keyRotation.machine.ts";
import {
  GRACE_AFTER_SETTLING_MS,
  KEY_GRACE_MS,
  KEY_USE_DELAY_MS,
  type KeyRecipient,
  type KeyRotationEvent,
} from "./keyRotation.ts";

function startRotation() {
  const clock = new SimulatedClock();
  const commands: string[] = [];
  const actor = createActor(keyRotationMachine, { clock });
  actor.on("distributeKey", ({ epoch, recipients }) =>
    commands.push(`distributeKey ${epoch} ${recipients.map(({ joining }) => joining).join(" ")}`),
  );
  actor.on("useKey", ({ epoch }) => commands.push(`useKey ${epoch}`));
  actor.start();
  return {
    clock,
    actor,
    present: (...joinings: readonly string[]) =>
      actor.send({ type: "recipients.changed", recipients: joinings.map(recipientOf) }),
    join: () => actor.send({ type: "session.joined" }),
    leave: () => actor.send({ type: "session.left" }),
    /** The commands since the last call. */
    said: () => commands.splice(0),
  };
}

/** `bob` is a device; `bob/2` its second joining. */
function recipientOf(joining: string): KeyRecipient {
  return { device: joining.split("/")[0] ?? joining, joining };
}

test("[KR1] the first key is used at once and sent to everybody who is there", () => {
  const { present, join, said } = startRotation();
  present("bob", "carol");
  expect(said()).toEqual([]);
  join();
  expect(said()).toEqual(["useKey 0", "distributeKey 0 bob carol"]);
});

test("[KR2] a newcomer gets a key younger than the grace as it is", () => {
  const { present, join, said, clock } = startRotation();
  present("bob");
  join();
  said();
  clock.increment(KEY_GRACE_MS - 1);
  present("bob", "carol");
  expect(said()).toEqual(["distributeKey 0 carol"]);
});

test("[KR2] handing the key out does not make it younger", () => {
  const { present, join, said, clock } = startRotation();
  present("bob");
  join();
  clock.increment(KEY_GRACE_MS - 1);
  present("bob", "carol");
  said();
  clock.increment(1);
  present("bob", "carol", "dave");
  expect(said()).toEqual(["distributeKey 1 bob carol dave"]);
});

test("[KR3] an older key is replaced when somebody comes, and used one delay later", () => {
  const { present, join, said, clock } = startRotation();
  present("bob");
  join();
  said();
  clock.increment(KEY_GRACE_MS);
  present("bob", "carol");
  expect(said()).toEqual(["distributeKey 1 bob carol"]);
  clock.increment(KEY_USE_DELAY_MS - 1);
  expect(said()).toEqual([]);
  clock.increment(1);
  expect(said()).toEqual(["useKey 1"]);
});

test("[KR3] the grace of a replaced key counts from its making", () => {
  const { present, join, said, clock } = startRotation();
  present("bob");
  join();
  clock.increment(KEY_GRACE_MS);
  present("bob", "carol");
  clock.increment(KEY_USE_DELAY_MS);
  clock.increment(GRACE_AFTER_SETTLING_MS - 1);
  said();
  present("bob", "carol", "dave");
  expect(said()).toEqual(["distributeKey 1 dave"]);
  clock.increment(1);
  present("bob", "carol", "dave", "erin");
  expect(said()).toEqual(["distributeKey 2 bob carol dave erin"]);
});

test("[KR4] whoever was alone uses the new key at once, so that the first to join waits for nothing", () => {
  const { present, join, said, clock } = startRotation();
  join();
  expect(said()).toEqual(["useKey 0"]);
  clock.increment(KEY_GRACE_MS);
  present("bob");
  expect(said()).toEqual(["useKey 1", "distributeKey 1 bob"]);
});

test("[KR4] when the last other one leaves, the key changes at once", () => {
  const { present, join, said } = startRotation();
  present("bob");
  join();
  said();
  present();
  expect(said()).toEqual(["useKey 1"]);
});

test("[KR5] whoever leaves does not get the next key, however young the old one", () => {
  const { present, join, said, clock } = startRotation();
  present("bob", "carol");
  join();
  said();
  present("bob");
  expect(said()).toEqual(["distributeKey 1 bob"]);
  clock.increment(KEY_USE_DELAY_MS);
  expect(said()).toEqual(["useKey 1"]);
});

test("[KR6] leavers inside the use delay cost one further rotation, not one each", () => {
  const { present, join, said, clock } = startRotation();
  present("bob", "carol", "dave", "erin");
  join();
  said();
  present("bob", "carol", "dave");
  present("bob", "carol");
  present("bob");
  expect(said()).toEqual(["distributeKey 1 bob carol dave"]);
  clock.increment(KEY_USE_DELAY_MS);
  expect(said()).toEqual(["useKey 1", "distributeKey 2 bob"]);
  clock.increment(KEY_USE_DELAY_MS);
  expect(said()).toEqual(["useKey 2"]);
});

test("[KR6] a newcomer inside the use delay gets the key that is on its way", () => {
  const { present, join, said, clock } = startRotation();
  present("bob", "carol");
  join();
  said();
  present("bob");
  present("bob", "dave");
  expect(said()).toEqual(["distributeKey 1 bob", "distributeKey 1 dave"]);
  clock.increment(KEY_USE_DELAY_MS);
  expect(said()).toEqual(["useKey 1"]);
});

test("[KR7] a device that joins once more is sent the key again, which it has had before: no rotation", () => {
  const { present, join, said, clock } = startRotation();
  present("bob/1");
  join();
  said();
  clock.increment(KEY_GRACE_MS);
  present("bob/2");
  expect(said()).toEqual(["distributeKey 0 bob/2"]);
});

test("[KR7] a membership that is only refreshed costs nothing", () => {
  const { present, join, said, clock } = startRotation();
  present("bob");
  join();
  said();
  clock.increment(KEY_GRACE_MS);
  present("bob");
  expect(said()).toEqual([]);
});

test("[KR8] after leaving, nothing is sent; joining again begins with a key nobody knows", () => {
  const { present, join, leave, said, clock } = startRotation();
  present("bob");
  join();
  leave();
  said();
  present("bob", "carol");
  clock.increment(KEY_GRACE_MS);
  expect(said()).toEqual([]);
  join();
  expect(said()).toEqual(["useKey 1", "distributeKey 1 bob carol"]);
});

const events: readonly KeyRotationEvent[] = [
  { type: "session.joined" },
  { type: "session.left" },
  ...[[], ["bob"], ["carol"], ["bob", "carol"], ["bob/2", "carol"]].map((joinings): KeyRotationEvent => ({
    type: "recipients.changed",
    recipients: joinings.map(recipientOf),
  })),
];
const timers = [
  "useDelay.keyRotation.settling",
  "grace.keyRotation.steady.fresh",
  "restOfGrace.keyRotation.steady.settled",
  "grace",
  "useDelay",
];

const paths = getShortestPaths(keyRotationMachine, {
  events: [...events, ...timers.map((name) => ({ type: `xstate.after.${name}` }) as unknown as KeyRotationEvent)],
  serializeState: (snapshot) => JSON.stringify([snapshot.value, snapshot.context.recipients, snapshot.context.served]),
  limit: 5_000,
  stopWhen: (snapshot) => snapshot.context.epoch >= 3,
});

test("every state is reachable", () => {
  const reached = new Set(paths.map(({ state }) => JSON.stringify(state.value)));
  expect([...reached].toSorted()).toEqual([
    '"idle"',
    '"settling"',
    '{"steady":"aged"}',
    '{"steady":"fresh"}',
    '{"steady":"settled"}',
  ]);
});

test("on every path, whoever is there while we are in the call has been sent the newest key", () => {
  for (const { state } of paths) {
    if (state.value === "idle") continue;
    const { recipients, served } = state.context;
    expect(served).toEqual(expect.arrayContaining([...recipients]));
  }
});

test("on every path, in a steady state nobody else holds the newest key", () => {
  for (const { state } of paths) {
    if (state.value === "idle" || state.value === "settling") continue;
    const { recipients, served } = state.context;
    expect(served.every(({ device }) => recipients.some((recipient) => recipient.device === device))).toBe(true);
  }
});
