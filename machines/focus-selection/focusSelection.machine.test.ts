import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultOf } from "../domain/fault.ts";
import type { MatrixRtcMode } from "../domain/call.ts";
import { memberOf, transportOf } from "../testing/fixtures.ts";
import { shortestPaths, stuckStates, unreachedStates, type Walk } from "../testing/paths.ts";
import { startMachine } from "../testing/startMachine.ts";
import { CONTEST_SETTLE_MS, focusSelectionMachine } from "./focusSelection.machine.ts";
import { selectTransports } from "./selectTransports.ts";

const [own, far, farther] = [transportOf("own"), transportOf("far"), transportOf("farther")];
const at = (name: string, transport: ReturnType<typeof transportOf> | null) =>
  memberOf(name, { transport, preferredTransport: transport });
const bob = at("bob", far);
const carol = at("carol", farther);
const me = { ...at("me", own), isOwn: true };

describe("selectTransports", () => {
  test("[F1] multi-SFU modes publish at our own transport and nowhere else", () => {
    for (const mode of ["compatibility", "matrix_2_0"] as const) {
      expect(selectTransports(mode, own, [bob, carol])).toEqual({ publishAt: own, subscribeTo: [far, farther] });
      expect(selectTransports(mode, null, [bob])).toEqual({ publishAt: null, subscribeTo: [far] });
    }
  });
  test("[F2] legacy publishes where the oldest member prefers", () => {
    expect(selectTransports("legacy", own, [bob, carol, me])).toEqual({ publishAt: far, subscribeTo: [farther] });
    expect(selectTransports("legacy", null, [bob])).toEqual({ publishAt: far, subscribeTo: [] });
  });
  test("[F2] and at our own when that is ourselves, or nobody, or somebody without a transport", () => {
    expect(selectTransports("legacy", own, [me, bob]).publishAt).toEqual(own);
    const meBefore = { ...me, transport: farther, preferredTransport: farther };
    expect(selectTransports("legacy", own, [meBefore, bob]).publishAt).toEqual(own);
    expect(selectTransports("legacy", own, []).publishAt).toEqual(own);
    expect(selectTransports("legacy", own, [at("dave", null)]).publishAt).toEqual(own);
  });
  test("[F3] an SFU is subscribed once, and never twice with the one we publish at", () => {
    const names = fc.constantFrom("a", "b", "c", null);
    const mode = fc.constantFrom<MatrixRtcMode>("legacy", "compatibility", "matrix_2_0");
    fc.assert(
      fc.property(mode, names, fc.array(names, { maxLength: 8 }), (anyMode, ownName, memberNames) => {
        const members = memberNames.map((name, index) => at(`m${index}`, name === null ? null : transportOf(name)));
        const { publishAt, subscribeTo } = selectTransports(
          anyMode,
          ownName === null ? null : transportOf(ownName),
          members,
        );
        const listened = [...(publishAt === null ? [] : [publishAt]), ...subscribeTo].map(
          ({ serviceUrl }) => serviceUrl,
        );
        expect(new Set(listened).size).toBe(listened.length);
        for (const { transport } of members) if (transport !== null) expect(listened).toContain(transport.serviceUrl);
      }),
    );
  });
});

const walk: Walk<typeof focusSelectionMachine> = {
  machine: focusSelectionMachine,
  input: { mode: "legacy" },
  events: [
    { type: "mode.chosen", mode: "compatibility" },
    { type: "ownTransport.found", transport: own },
    { type: "ownTransport.missing", fault: faultOf("transport.missing") },
    { type: "roster.changed", members: [] },
    { type: "roster.changed", members: [bob, me] },
  ],
};

test("every state is reached, and from each one we get to publish", () => {
  expect(unreachedStates(walk)).toEqual([]);
  expect(stuckStates(walk, (snapshot) => snapshot.matches("chosen"))).toEqual([]);
});

test("chosen means that we publish where we should; the SFUs to listen at never name that one", () => {
  for (const { state } of shortestPaths(walk)) {
    const { mode, members, publishAt, subscribeTo } = state.context;
    if (state.matches("chosen"))
      expect(publishAt).toEqual(selectTransports(mode, state.context.own, members).publishAt);
    expect(subscribeTo).not.toContainEqual(publishAt);
  }
});

test("orders are given only when they differ from the last", () => {
  const { actor, said } = startMachine(focusSelectionMachine, { mode: "compatibility" });
  actor.send({ type: "roster.changed", members: [bob] });
  actor.send({ type: "ownTransport.found", transport: own });
  expect(said()).toEqual([
    { type: "publishAt", transport: own },
    { type: "subscribeTo", transports: [far] },
  ]);
  actor.send({ type: "roster.changed", members: [bob, at("dave", far)] });
  actor.send({ type: "ownTransport.found", transport: own });
  expect(said()).toEqual([]);
  actor.send({ type: "roster.changed", members: [] });
  expect(said()).toEqual([{ type: "subscribeTo", transports: [] }]);
});

test("[F4] in legacy we move when the oldest member's choice has settled, and listen there meanwhile", () => {
  const { actor, clock, said } = startMachine(focusSelectionMachine, { mode: "legacy" });
  actor.send({ type: "ownTransport.found", transport: own });
  said();
  actor.send({ type: "roster.changed", members: [bob, me] });
  expect(actor.getSnapshot().value).toBe("contested");
  expect(said()).toEqual([{ type: "subscribeTo", transports: [far] }]);
  clock.increment(CONTEST_SETTLE_MS);
  expect(actor.getSnapshot().value).toBe("chosen");
  expect(said()).toEqual([
    { type: "publishAt", transport: far },
    { type: "subscribeTo", transports: [] },
  ]);
});

test("[F4] in legacy, before we are a member, the oldest member's choice holds at once", () => {
  const { actor, said } = startMachine(focusSelectionMachine, { mode: "legacy" });
  actor.send({ type: "ownTransport.found", transport: own });
  actor.send({ type: "roster.changed", members: [bob] });
  expect(said()).toEqual([
    { type: "publishAt", transport: own },
    { type: "publishAt", transport: far },
  ]);
});

test("[F4] an oldest member who is only away for a moment moves nobody", () => {
  const { actor, clock, said } = startMachine(focusSelectionMachine, { mode: "legacy" });
  actor.send({ type: "ownTransport.found", transport: own });
  actor.send({ type: "roster.changed", members: [me] });
  said();
  actor.send({ type: "roster.changed", members: [bob, me] });
  clock.increment(CONTEST_SETTLE_MS / 2);
  actor.send({ type: "roster.changed", members: [me] });
  clock.increment(CONTEST_SETTLE_MS);
  expect(actor.getSnapshot().value).toBe("chosen");
  expect(said().map(({ type }) => type)).not.toContain("publishAt");
});

test("[F4] a busy roster does not put the move off", () => {
  const { actor, clock, named } = startMachine(focusSelectionMachine, { mode: "legacy" });
  actor.send({ type: "ownTransport.found", transport: own });
  named();
  for (let count = 0; count < 4; count += 1) {
    actor.send({ type: "roster.changed", members: [bob, me, at(`m${count}`, far)] });
    clock.increment(CONTEST_SETTLE_MS / 4);
  }
  expect(named()).toContain("publishAt");
});

test("without a transport we still listen", () => {
  const { actor, said } = startMachine(focusSelectionMachine, { mode: "compatibility" });
  actor.send({ type: "ownTransport.missing", fault: faultOf("transport.missing") });
  actor.send({ type: "roster.changed", members: [bob] });
  expect(actor.getSnapshot().value).toBe("unavailable");
  expect(said()).toEqual([{ type: "subscribeTo", transports: [far] }]);
});
