import type { Rect, Size } from "./geometry.ts";
import { fitInto, PAGER_HEIGHT, tileMinOf, withoutBottom } from "./geometry.ts";

/** A page of equal tiles. */
export interface Grid {
  /** One for each tile of the page, in order. */
  readonly rects: readonly Rect[];
  readonly page: number;
  readonly pageCount: number;
  /** How many tiles a full page has. */
  readonly pageSize: number;
}

interface Lattice {
  readonly columns: number;
  readonly tile: Size;
  readonly isTooSmall: boolean;
}

function latticeOf(area: Rect, count: number, columns: number, gap: number): Lattice {
  const rows = Math.ceil(count / columns);
  const cell = {
    x: 0,
    y: 0,
    width: Math.max(0, (area.width - (columns - 1) * gap) / columns),
    height: Math.max(0, (area.height - (rows - 1) * gap) / rows),
  };
  const tile = fitInto(cell);
  const least = tileMinOf(gap);
  return { columns, tile, isTooSmall: tile.width < least.width || tile.height < least.height };
}

const areaOf = ({ tile }: Lattice): number => tile.width * tile.height;

/** Whether `a` is to be preferred: readable before large. Of two alike, the one with fewer columns stays. */
function isBetter(a: Lattice, b: Lattice): boolean {
  return a.isTooSmall === b.isTooSmall ? areaOf(a) > areaOf(b) * 1.001 : b.isTooSmall;
}

/** The best lattice for `count` tiles. */
function largestLattice(area: Rect, count: number, gap: number): Lattice {
  let best = latticeOf(area, count, 1, gap);
  for (let columns = 2; columns <= count; columns++) {
    const next = latticeOf(area, count, columns, gap);
    if (isBetter(next, best)) best = next;
  }
  return best;
}

/** How many tiles fit into `area` before they get too small; at least one. */
export function capacityOf(area: Rect, gap: number): number {
  const least = tileMinOf(gap);
  const columns = Math.max(1, Math.floor((area.width + gap) / (least.width + gap)));
  const rows = Math.max(1, Math.floor((area.height + gap) / (least.height + gap)));
  for (let count = columns * rows; count > 1; count--) {
    if (!largestLattice(area, count, gap).isTooSmall) return count;
  }
  return 1;
}

function place(area: Rect, count: number, gap: number, { columns, tile }: Lattice): Rect[] {
  const rows = Math.ceil(count / columns);
  const top = area.y + (area.height - rows * tile.height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const left = area.x + (area.width - inRow * tile.width - (inRow - 1) * gap) / 2;
    return {
      x: left + (index % columns) * (tile.width + gap),
      y: top + row * (tile.height + gap),
      width: tile.width,
      height: tile.height,
    };
  });
}

/** Lays `count` tiles out as large as they can be, all equal, the last row centred; in pages when they would get too small. */
export function gridOf(area: Rect, count: number, gap: number, wantedPage = 0): Grid {
  if (count <= 0) return { rects: [], page: 0, pageCount: 1, pageSize: 1 };
  const whole = largestLattice(area, count, gap);
  if (!whole.isTooSmall || count === 1) {
    return { rects: place(area, count, gap, whole), page: 0, pageCount: 1, pageSize: count };
  }
  const paged = withoutBottom(area, PAGER_HEIGHT);
  const pageSize = capacityOf(paged, gap);
  const pageCount = Math.ceil(count / pageSize);
  const page = Math.min(Math.max(0, wantedPage), pageCount - 1);
  const onPage = Math.min(pageSize, count - page * pageSize);
  const rects = place(paged, onPage, gap, largestLattice(paged, onPage, gap));
  return { rects, page, pageCount, pageSize };
}
