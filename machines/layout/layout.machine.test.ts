import fc from "fast-check";
import { expect, test } from "vitest";
import { getShortestPaths } from "xstate/graph";
import { arrange } from "./arrange.ts";
import { BRING_FORWARD_MS, layoutMachine, TURN_HOLD_MS } from "./layout.machine.ts";
import { people, person, screen, startLayout } from "./layout.fixture.ts";
import type { LayoutEvent } from "./layoutEvents.ts";

type Started = ReturnType<typeof startLayout>;
const shown = ({ actor }: Started) => arrange(actor.getSnapshot().context);
const bigOf = (layout: Started) => [...shown(layout).placements].find(([, at]) => at?.role === "spotlight")?.[0];
const speak = ({ actor }: Started, memberId: string, isSpeaking = true) =>
  actor.send({ type: "speech.changed", memberId, isSpeaking });

test("two people see each other one to one, a third makes it a grid, and one less goes back", () => {
  const layout = startLayout(people(2));
  expect(shown(layout).shape).toBe("one-to-one");
  expect(bigOf(layout)).toBe("p1");
  expect(shown(layout).placements.get("me")?.role).toBe("floating");
  layout.actor.send({ type: "roster.changed", tiles: people(3) });
  expect(shown(layout).shape).toBe("grid");
  layout.actor.send({ type: "roster.changed", tiles: people(2) });
  expect(layout.actor.getSnapshot().matches({ shape: "one-to-one" })).toBe(true);
});

test("alone, one tile is shown", () => {
  const layout = startLayout(people(1));
  expect(shown(layout).shape).toBe("grid");
  expect(shown(layout).placements.get("me")?.rect.width).toBeGreaterThan(1000);
});

test("alone on a phone, one tile fills the stage", () => {
  const layout = startLayout(people(1), { width: 390, height: 844 });
  expect(shown(layout).placements.get("me")?.rect).toEqual({ x: 0, y: 0, width: 390, height: 844 });
});

test("somebody's share takes the spotlight by itself and gives it back", () => {
  const layout = startLayout(people(4));
  layout.actor.send({ type: "screen.started", memberId: "p2", isOwn: false });
  expect(shown(layout)).toMatchObject({ shape: "spotlight", chosen: "spotlight" });
  expect(bigOf(layout)).toBe("p2 screen");
  layout.actor.send({ type: "screen.ended", memberId: "p2" });
  expect(shown(layout).shape).toBe("grid");
});

test("the latest of two shares is the big one", () => {
  const layout = startLayout([...people(3), screen("p1")]);
  layout.actor.send({ type: "screen.started", memberId: "p2", isOwn: false });
  expect(bigOf(layout)).toBe("p2 screen");
});

test("our own share never takes the spotlight by itself", () => {
  const layout = startLayout(people(3));
  layout.actor.send({ type: "screen.started", memberId: "me", isOwn: true });
  expect(shown(layout).shape).toBe("grid");
});

test("grid chosen during a share lasts as long as the share", () => {
  const layout = startLayout([...people(3), screen("p1")]);
  layout.actor.send({ type: "layout.chosen", layout: "grid" });
  expect(shown(layout).shape).toBe("grid");
  layout.actor.send({ type: "screen.ended", memberId: "p1" });
  layout.actor.send({ type: "screen.started", memberId: "p2", isOwn: false });
  expect(shown(layout).shape).toBe("spotlight");
});

test("spotlight chosen in a grid lasts through shares", () => {
  const layout = startLayout(people(4));
  layout.actor.send({ type: "layout.chosen", layout: "spotlight" });
  layout.actor.send({ type: "screen.started", memberId: "p2", isOwn: false });
  layout.actor.send({ type: "screen.ended", memberId: "p2" });
  expect(shown(layout).shape).toBe("spotlight");
  layout.actor.send({ type: "layout.chosen", layout: "grid" });
  expect(shown(layout).shape).toBe("grid");
});

test("who speaks keeps the spotlight while speaking and for a breath after", () => {
  const layout = startLayout(people(4));
  layout.actor.send({ type: "layout.chosen", layout: "spotlight" });
  speak(layout, "p2");
  speak(layout, "p3");
  expect(bigOf(layout)).toBe("p2");
  speak(layout, "p2", false);
  layout.clock.increment(TURN_HOLD_MS - 1);
  expect(bigOf(layout)).toBe("p2");
  layout.clock.increment(1);
  expect(bigOf(layout)).toBe("p3");
  speak(layout, "p3", false);
  layout.clock.increment(TURN_HOLD_MS);
  expect(bigOf(layout)).toBe("p3");
});

test("a speaker who leaves gives the turn away at once", () => {
  const layout = startLayout(people(4));
  layout.actor.send({ type: "layout.chosen", layout: "spotlight" });
  speak(layout, "p2");
  speak(layout, "p3");
  layout.actor.send({ type: "roster.changed", tiles: people(4).filter(({ memberId }) => memberId !== "p2") });
  expect(bigOf(layout)).toBe("p3");
});

test("our own voice never takes the spotlight", () => {
  const layout = startLayout(people(3));
  layout.actor.send({ type: "layout.chosen", layout: "spotlight" });
  speak(layout, "me");
  expect(bigOf(layout)).toBe("p1");
});

test("a pinned tile stays big whoever speaks, until let go or gone", () => {
  const layout = startLayout(people(4));
  layout.actor.send({ type: "pin.chosen", tileId: "p3" });
  speak(layout, "p1");
  expect(bigOf(layout)).toBe("p3");
  layout.actor.send({ type: "pin.chosen", tileId: null });
  expect(shown(layout).shape).toBe("grid");
  layout.actor.send({ type: "pin.chosen", tileId: "p3" });
  layout.actor.send({ type: "roster.changed", tiles: people(3) });
  expect(shown(layout).shape).toBe("grid");
});

test("when the turn changes, only the two who exchange it move", () => {
  const layout = startLayout(people(6));
  layout.actor.send({ type: "layout.chosen", layout: "spotlight" });
  speak(layout, "p1");
  const before = shown(layout).placements;
  speak(layout, "p1", false);
  speak(layout, "p4");
  layout.clock.increment(TURN_HOLD_MS);
  const after = shown(layout).placements;
  const moved = [...before.keys()].filter((id) => JSON.stringify(before.get(id)) !== JSON.stringify(after.get(id)));
  expect(moved.sort()).toEqual(["p1", "p4"]);
});

test("on an upright phone a fourth person brings the spotlight, on its side only a share does", () => {
  const upright = startLayout(people(3), { width: 390, height: 844 });
  expect(shown(upright).shape).toBe("grid");
  upright.actor.send({ type: "roster.changed", tiles: people(4) });
  expect(shown(upright).shape).toBe("spotlight");
  const turned = startLayout(people(5), { width: 844, height: 390 });
  expect(shown(turned).shape).toBe("grid");
  turned.actor.send({ type: "screen.started", memberId: "p1", isOwn: false });
  expect(shown(turned).shape).toBe("spotlight");
});

test("a page out of range is the last one, and leaves bring it back", () => {
  const layout = startLayout(people(200));
  layout.actor.send({ type: "page.chosen", page: 99 });
  expect(shown(layout).page).toBe(shown(layout).pageCount - 1);
  layout.actor.send({ type: "roster.changed", tiles: people(3) });
  expect(shown(layout)).toMatchObject({ page: 0, pageCount: 1 });
});

test("who speaks on another page for a second comes to the first; only two tiles change place", () => {
  const layout = startLayout(people(200));
  const before = layout.actor.getSnapshot().context.order;
  speak(layout, "p150");
  layout.clock.increment(BRING_FORWARD_MS - 1);
  expect(shown(layout).placements.get("p150")).toBeNull();
  layout.clock.increment(1);
  expect(shown(layout).placements.get("p150")).not.toBeNull();
  const after = layout.actor.getSnapshot().context.order;
  expect(before.filter((id, index) => after[index] !== id)).toHaveLength(2);
});

test("a cough on another page moves nobody", () => {
  const layout = startLayout(people(200));
  speak(layout, "p150");
  layout.clock.increment(BRING_FORWARD_MS / 2);
  speak(layout, "p150", false);
  layout.clock.increment(BRING_FORWARD_MS);
  expect(shown(layout).placements.get("p150")).toBeNull();
});

const others = fc.integer({ min: 1, max: 60 }).map((n) => `p${n}`);
const talk = fc.record({ type: fc.constant("speech.changed" as const), memberId: others, isSpeaking: fc.boolean() });

test("while all are in view, no speech moves any tile of a grid", () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 25 }), fc.array(talk, { maxLength: 30 }), (count, talks) => {
      const layout = startLayout(people(count));
      const before = shown(layout);
      for (const event of talks) {
        layout.actor.send(event);
        layout.clock.increment(700);
      }
      expect(shown(layout)).toEqual(before);
    }),
  );
});

test("a join or a leave changes the place of two at most", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 80 }), fc.array(others, { maxLength: 12 }), (count, changes) => {
      const layout = startLayout(people(count));
      let present = people(count);
      for (const id of changes) {
        const isThere = present.some(({ memberId }) => memberId === id);
        present = isThere ? present.filter(({ memberId }) => memberId !== id) : [...present, person(id)];
        const before = layout.actor.getSnapshot().context.order;
        layout.actor.send({ type: "roster.changed", tiles: present });
        const after = layout.actor.getSnapshot().context.order;
        expect(
          before.filter((tile, index) => after.includes(tile) && after[index] !== tile).length,
        ).toBeLessThanOrEqual(2);
      }
    }),
  );
});

test("every state is reachable", () => {
  const events: LayoutEvent[] = [
    { type: "stage.resized", widthPx: 390, heightPx: 844 },
    { type: "roster.changed", tiles: people(2) },
    { type: "roster.changed", tiles: people(40) },
    { type: "layout.chosen", layout: "spotlight" },
    { type: "layout.chosen", layout: "grid" },
    ...[true, false].map((isSpeaking) => ({ type: "speech.changed" as const, memberId: "p39", isSpeaking })),
  ];
  const timers = ["xstate.after.turnHold.layout.turn.held", "xstate.after.bringForward.layout.paging.listening"];
  const paths = getShortestPaths(layoutMachine, {
    events: [...events, ...timers.map((type) => ({ type }) as unknown as LayoutEvent)],
    serializeState: (state) =>
      JSON.stringify([
        state.value,
        state.context.tiles.size,
        state.context.speaking,
        state.context.speakerId,
        state.context.stage,
      ]),
    limit: 5000,
  });
  const reached = new Set(
    paths.flatMap(({ state }) => Object.entries(state.value).map(([region, name]) => `${region}.${String(name)}`)),
  );
  const states = Object.entries(layoutMachine.states).flatMap(([region, node]) =>
    Object.keys(node.states).map((name) => `${region}.${name}`),
  );
  expect([...reached].sort()).toEqual(states.sort());
});
