import type { Rect } from "./geometry.ts";
import { gapOf, safeAreaOf, stageModeOf } from "./geometry.ts";
import { gridOf } from "./grid.ts";
import type { LayoutChoice, LayoutContext, LayoutShape } from "./layoutContext.ts";
import { fillingRectOf, floatingRectOf } from "./oneToOne.ts";
import { bigTileOf, chosenLayout, shapeOf } from "./shape.ts";
import { spotlightOf } from "./spotlight.ts";

/** A tile's part in the layout. */
export type TileRole = "grid" | "spotlight" | "rail" | "floating";

/** Where one tile stands. */
export interface Placement {
  readonly rect: Rect;
  readonly role: TileRole;
}

/** Where everything stands. */
export interface Arrangement {
  readonly shape: LayoutShape;
  readonly chosen: LayoutChoice;
  /** From 0. */
  readonly page: number;
  readonly pageCount: number;
  /** Every tile, in tab order; null is on another page. */
  readonly placements: ReadonlyMap<string, Placement | null>;
}

/** The tiles that are paged, in order: all of a grid, the rail of a spotlight. */
export function pagedTiles(context: LayoutContext): readonly string[] {
  const { order } = context;
  switch (shapeOf(context)) {
    case "one-to-one":
      return [];
    case "grid":
      return order;
    case "spotlight": {
      const big = context.spotlightId ?? bigTileOf(context);
      return order.filter((id) => id !== big);
    }
  }
}

interface Paged {
  readonly rects: readonly Rect[];
  readonly page: number;
  readonly pageCount: number;
  readonly pageSize: number;
}

function placePage(ids: readonly string[], paged: Paged, role: TileRole): [string, Placement | null][] {
  const first = paged.page * paged.pageSize;
  return ids.map((id, index) => {
    const rect = paged.rects[index - first];
    return [id, rect === undefined ? null : { rect, role }];
  });
}

/** Where every tile stands, from what is known now. Without a measured stage nothing stands anywhere. */
export function arrange(context: LayoutContext): Arrangement {
  const { stage, order, tiles, page } = context;
  const shape = shapeOf(context);
  const chosen = chosenLayout(context);
  const result = (paged: Pick<Paged, "page" | "pageCount">, placements: [string, Placement | null][]): Arrangement => ({
    shape,
    chosen,
    page: paged.page,
    pageCount: paged.pageCount,
    placements: new Map(placements),
  });
  if (stage === null)
    return result(
      { page: 0, pageCount: 1 },
      order.map((id) => [id, null]),
    );
  switch (shape) {
    case "grid": {
      if (order.length === 1 && stageModeOf(stage) !== "normal") {
        return result(
          { page: 0, pageCount: 1 },
          order.map((id) => [id, { rect: fillingRectOf(stage), role: "grid" }]),
        );
      }
      const grid = gridOf(safeAreaOf(stage), order.length, gapOf(stage), page);
      return result(grid, placePage(order, grid, "grid"));
    }
    case "spotlight": {
      const big = context.spotlightId ?? bigTileOf(context);
      const rail = order.filter((id) => id !== big);
      const spotlight = spotlightOf(stage, rail.length, big !== null && tiles.get(big)?.kind === "screen", page);
      const placed = placePage(rail, spotlight, "rail");
      return result(spotlight, big === null ? placed : [[big, { rect: spotlight.big, role: "spotlight" }], ...placed]);
    }
    case "one-to-one": {
      const isBig = (id: string) =>
        context.pinnedId === null ? tiles.get(id)?.isOwn === false : id === context.pinnedId;
      const inOrder = [...order].sort((a, b) => Number(isBig(b)) - Number(isBig(a)));
      return result(
        { page: 0, pageCount: 1 },
        inOrder.map((id) => [
          id,
          isBig(id)
            ? { rect: fillingRectOf(stage), role: "spotlight" }
            : { rect: floatingRectOf(stage), role: "floating" },
        ]),
      );
    }
  }
}
