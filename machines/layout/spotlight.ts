import type { Grid } from "./grid.ts";
import { gridOf } from "./grid.ts";
import type { Rect, Size } from "./geometry.ts";
import { fitInto, gapOf, PAGER_HEIGHT, safeAreaOf, stageModeOf, withoutBottom } from "./geometry.ts";

/** One big tile and the rail of the others. */
export interface Spotlight extends Grid {
  readonly big: Rect;
}

/** Width by height of a tile in the rail. */
const RAIL_RATIO = 16 / 9;

function railColumn(area: Rect, count: number, gap: number, wantedPage: number): Grid {
  const height = area.width / RAIL_RATIO;
  const fitting = (available: number) => Math.max(1, Math.floor((available + gap) / (height + gap)));
  const isPaged = count > fitting(area.height);
  const column = isPaged ? withoutBottom(area, PAGER_HEIGHT) : area;
  const pageSize = isPaged ? fitting(column.height) : count;
  const pageCount = Math.max(1, Math.ceil(count / pageSize));
  const page = Math.min(Math.max(0, wantedPage), pageCount - 1);
  const onPage = Math.min(pageSize, count - page * pageSize);
  const top = column.y + (column.height - onPage * height - (onPage - 1) * gap) / 2;
  const rects = Array.from({ length: onPage }, (_, index) => ({
    x: column.x,
    y: top + index * (height + gap),
    width: column.width,
    height,
  }));
  return { rects, page, pageCount, pageSize };
}

function besides(area: Rect, count: number, gap: number, page: number, fit: (rect: Rect) => Rect): Spotlight {
  const railWidth = Math.min(280, Math.max(144, area.width * 0.18));
  const rail = railColumn({ ...area, x: area.x + area.width - railWidth, width: railWidth }, count, gap, page);
  const left = { ...area, width: Math.max(0, area.width - railWidth - gap) };
  return { ...rail, big: fit(rail.pageCount > 1 ? withoutBottom(left, PAGER_HEIGHT) : left) };
}

function below(area: Rect, count: number, gap: number, page: number, isScreen: boolean): Spotlight {
  const height = Math.min(area.width / (isScreen ? 16 / 9 : 4 / 3), area.height * 0.6);
  const rest = { ...area, y: area.y + height + gap, height: Math.max(0, area.height - height - gap) };
  const wanted = gridOf(rest, count, gap, page);
  // Nobody in the rail is larger than the big one.
  const isTooLarge = (wanted.rects[0]?.height ?? 0) > height;
  const rail = isTooLarge ? gridOf({ ...rest, height }, count, gap, page) : wanted;
  const railTop = rail.rects[0]?.y ?? rest.y;
  const railBottom = Math.max(...rail.rects.map((rect) => rect.y + rect.height));
  const used = height + gap + railBottom - railTop;
  const room = rail.pageCount > 1 ? withoutBottom(area, PAGER_HEIGHT) : area;
  // What is left over goes above and below both, not between them.
  const top = area.y + Math.max(0, (room.height - used) / 2);
  const shift = top + height + gap - railTop;
  return {
    ...rail,
    rects: rail.rects.map((rect) => ({ ...rect, y: rect.y + shift })),
    big: { x: area.x, y: top, width: area.width, height },
  };
}

/**
 * Lays out one big tile with `count` others: in a rail at its right, or below it on a stage that is taller than wide.
 * A shared screen takes all the room there is, a person's picture keeps to the ratios of a tile.
 */
export function spotlightOf(stage: Size, count: number, isScreen: boolean, wantedPage = 0): Spotlight {
  const area = safeAreaOf(stage);
  const gap = gapOf(stage);
  const fit = (rect: Rect): Rect => (isScreen ? rect : fitInto(rect));
  if (count === 0 || stageModeOf(stage) === "pip") {
    return { big: fit(area), rects: [], page: 0, pageCount: 1, pageSize: Math.max(1, count) };
  }
  if (area.width >= area.height) return besides(area, count, gap, wantedPage, fit);
  return below(area, count, gap, wantedPage, isScreen);
}
