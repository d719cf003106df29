import { stageModeOf } from "./geometry.ts";
import type { LayoutChoice, LayoutContext, LayoutShape, LayoutTile } from "./layoutContext.ts";

/** With more people than this on an upright phone, one is shown big, as a grid would be of stamps. */
const NARROW_GRID_MAX = 3;

function tilesOf({ tiles }: LayoutContext, kind: LayoutTile["kind"]): readonly LayoutTile[] {
  return [...tiles.values()].filter((tile) => tile.kind === kind);
}

/** What comes by itself: spotlight while somebody else shares their screen, else grid. Our own share changes nothing. */
export function naturalLayout(context: LayoutContext): LayoutChoice {
  const mode = context.stage === null ? "normal" : stageModeOf(context.stage);
  if (mode === "pip") return "spotlight";
  if (tilesOf(context, "screen").some((tile) => !tile.isOwn)) return "spotlight";
  return mode === "narrow" && tilesOf(context, "person").length > NARROW_GRID_MAX ? "spotlight" : "grid";
}

/** The layout that is in force: the person's choice, or what comes by itself. */
export function chosenLayout(context: LayoutContext): LayoutChoice {
  return context.choice ?? naturalLayout(context);
}

/** How the tiles are arranged. */
export function shapeOf(context: LayoutContext): LayoutShape {
  const { tiles, pinnedId, choice } = context;
  if (tiles.size < 2) return "grid";
  const people = tilesOf(context, "person");
  const isPair = tiles.size === 2 && people.length === 2 && people.filter((tile) => tile.isOwn).length === 1;
  if (isPair && choice !== "spotlight" && naturalLayout(context) === "grid") return "one-to-one";
  return pinnedId !== null || chosenLayout(context) === "spotlight" ? "spotlight" : "grid";
}

/** The tile to show big: the pinned one, the latest share of another, whose turn it is, any other, ourselves. */
export function bigTileOf(context: LayoutContext): string | null {
  const { tiles, pinnedId, speakerId, order } = context;
  if (pinnedId !== null && tiles.has(pinnedId)) return pinnedId;
  const share = tilesOf(context, "screen").findLast((tile) => !tile.isOwn);
  if (share) return share.tileId;
  if (speakerId !== null && tiles.has(speakerId)) return speakerId;
  const inOrder = order.flatMap((id) => tiles.get(id) ?? []).filter((tile) => tile.kind === "person");
  return (inOrder.find((tile) => !tile.isOwn) ?? inOrder[0])?.tileId ?? order[0] ?? null;
}
