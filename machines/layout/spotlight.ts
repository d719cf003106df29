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
  // Nobody in the rail is larger than the big one; what is left over goes above and below.
  const railHeight = Math.max(0, Math.min(area.height - height - gap, height));
  const top = area.y + Math.max(0, (area.height - height - gap - railHeight) / 2);
  const rail = gridOf({ ...area, y: top + height + gap, height: railHeight }, count, gap, page);
  return { ...rail, big: { x: area.x, y: top, width: area.width, height } };
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
