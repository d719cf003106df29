import { createActor, SimulatedClock } from "xstate";
import type { LayoutTile } from "./layoutContext.ts";
import { screenTileId } from "./layoutContext.ts";
import { layoutMachine } from "./layout.machine.ts";

/** The tile of a person; `me` is ourselves. */
export function person(memberId: string): LayoutTile {
  return { tileId: memberId, memberId, kind: "person", isOwn: memberId === "me" };
}

/** The tile of a share. */
export function screen(memberId: string): LayoutTile {
  return { tileId: screenTileId(memberId), memberId, kind: "screen", isOwn: memberId === "me" };
}

/** `me` and `count - 1` others, `p1` onwards. */
export function people(count: number): LayoutTile[] {
  return Array.from({ length: count }, (_, index) => person(index === 0 ? "me" : `p${index}`));
}

/** A running layout on a stage, with its time turned by hand. */
export function startLayout(tiles: readonly LayoutTile[], stage = { width: 1440, height: 900 }) {
  const clock = new SimulatedClock();
  const actor = createActor(layoutMachine, { clock });
  actor.start();
  actor.send({ type: "stage.resized", widthPx: stage.width, heightPx: stage.height });
  actor.send({ type: "roster.changed", tiles });
  return { actor, clock };
}
