import fc from "fast-check";
import { expect, test } from "vitest";
import type { Rect, Size } from "./geometry.ts";
import { barsOf, gapOf, RATIO_MAX, RATIO_MIN, safeAreaOf, stageModeOf, tileMinOf } from "./geometry.ts";
import { gridOf } from "./grid.ts";
import { fillingRectOf, floatingRectOf, nearestCorner } from "./oneToOne.ts";
import { spotlightOf } from "./spotlight.ts";

const EPSILON = 0.01;
const stages = fc.record({ width: fc.integer({ min: 320, max: 3840 }), height: fc.integer({ min: 280, max: 2160 }) });
const counts = fc.integer({ min: 1, max: 220 });

function isInside(stage: Size, rect: Rect): boolean {
  const right = rect.x + rect.width;
  const bottom = rect.y + rect.height;
  return rect.x >= -EPSILON && rect.y >= -EPSILON && right <= stage.width + EPSILON && bottom <= stage.height + EPSILON;
}

function isApart(a: Rect, b: Rect): boolean {
  return (
    a.x + a.width <= b.x + EPSILON ||
    b.x + b.width <= a.x + EPSILON ||
    a.y + a.height <= b.y + EPSILON ||
    b.y + b.height <= a.y + EPSILON
  );
}

function expectSound(stage: Size, rects: readonly Rect[]): void {
  expect(rects.every((rect) => isInside(stage, rect))).toBe(true);
  const pairs = rects.flatMap((a, index) => rects.slice(index + 1).map((b) => [a, b] as const));
  expect(pairs.every(([a, b]) => isApart(a, b))).toBe(true);
}

test("a grid's tiles are equal, apart, inside and between 4:3 and 17:9", () => {
  fc.assert(
    fc.property(stages, counts, fc.nat(9), (stage, count, page) => {
      const grid = gridOf(safeAreaOf(stage), count, gapOf(stage), page);
      expectSound(stage, grid.rects);
      for (const rect of grid.rects) {
        expect(rect.width).toBeCloseTo(grid.rects[0]?.width ?? 0, 6);
        expect(rect.height).toBeCloseTo(grid.rects[0]?.height ?? 0, 6);
        expect(rect.width / rect.height).toBeGreaterThan(RATIO_MIN - EPSILON);
        expect(rect.width / rect.height).toBeLessThan(RATIO_MAX + EPSILON);
      }
    }),
  );
});

test("the pages of a grid hold everybody once, and no tile is too small to be read", () => {
  fc.assert(
    fc.property(stages, counts, (stage, count) => {
      const pageOf = (page: number) => gridOf(safeAreaOf(stage), count, gapOf(stage), page);
      const { pageCount, pageSize } = pageOf(0);
      const shown = Array.from({ length: pageCount }, (_, page) => pageOf(page).rects.length);
      expect(shown.reduce((sum, length) => sum + length, 0)).toBe(count);
      const first = pageOf(0).rects[0];
      if (pageSize > 1) {
        expect(first?.width).toBeGreaterThanOrEqual(tileMinOf(gapOf(stage)).width);
        expect(first?.height).toBeGreaterThanOrEqual(tileMinOf(gapOf(stage)).height);
      }
    }),
  );
});

test("a spotlight's tiles are apart and inside, for people and for screens", () => {
  fc.assert(
    fc.property(stages, fc.integer({ min: 0, max: 220 }), fc.boolean(), fc.nat(9), (stage, count, isScreen, page) => {
      const { big, rects } = spotlightOf(stage, count, isScreen, page);
      expectSound(stage, [big, ...rects]);
      expect(rects.every((rect) => rect.width * rect.height <= big.width * big.height + EPSILON)).toBe(true);
    }),
  );
});

test("the floating tile is inside, clear of the bars, and snaps to the corner it is in", () => {
  const corners = ["top-start", "top-end", "bottom-start", "bottom-end"] as const;
  fc.assert(
    fc.property(stages, fc.constantFrom(...corners), (stage, corner) => {
      const rect = floatingRectOf(stage, corner);
      expect(isInside(stage, rect)).toBe(true);
      expect(rect.y).toBeGreaterThanOrEqual(barsOf(stage).top);
      expect(rect.y + rect.height).toBeLessThanOrEqual(stage.height - barsOf(stage).bottom);
      expect(nearestCorner(stage, rect)).toBe(corner);
    }),
  );
});

test("a page that is not full is as readable as a full one (seed 1406197237)", () => {
  const stage = { width: 1132, height: 1674 };
  const first = gridOf(safeAreaOf(stage), 99, gapOf(stage)).rects[0];
  expect(first?.width).toBeGreaterThanOrEqual(tileMinOf(gapOf(stage)).width);
  expect(first?.height).toBeGreaterThanOrEqual(tileMinOf(gapOf(stage)).height);
});

const rowsOf = (rects: readonly Rect[]): number[] =>
  [...Map.groupBy(rects, (rect) => Math.round(rect.y)).values()].map((row) => row.length);

test.each([
  [{ width: 1440, height: 900 }, 1, [1]],
  [{ width: 1440, height: 900 }, 2, [2]],
  [{ width: 1440, height: 900 }, 3, [2, 1]],
  [{ width: 1440, height: 900 }, 5, [3, 2]],
  [{ width: 1440, height: 900 }, 9, [3, 3, 3]],
  [{ width: 1440, height: 900 }, 25, [5, 5, 5, 5, 5]],
  [{ width: 390, height: 844 }, 2, [1, 1]],
  [{ width: 390, height: 844 }, 3, [1, 1, 1]],
  [{ width: 844, height: 390 }, 2, [2]],
])("rows of the grid on %o for %i people", (stage, count, rows) => {
  expect(rowsOf(gridOf(safeAreaOf(stage), count, gapOf(stage)).rects)).toEqual(rows);
});

test("the last row stands in the middle", () => {
  const area = safeAreaOf({ width: 1440, height: 900 });
  const last = gridOf(area, 3, 12).rects[2];
  expect((last?.x ?? 0) + (last?.width ?? 0) / 2).toBeCloseTo(720, 3);
});

test("two hundred people are paged on every stage", () => {
  const stage = { width: 1440, height: 900 };
  const { pageCount, pageSize } = gridOf(safeAreaOf(stage), 200, gapOf(stage));
  expect(pageCount).toBe(Math.ceil(200 / pageSize));
  expect(pageCount).toBeGreaterThan(2);
});

test.each([
  [{ width: 1440, height: 900 }, "normal"],
  [{ width: 390, height: 844 }, "narrow"],
  [{ width: 844, height: 390 }, "flat"],
  [{ width: 320, height: 240 }, "pip"],
] as const)("a stage of %o is %s", (stage, mode) => {
  expect(stageModeOf(stage)).toBe(mode);
});

test("on a phone the other fills the stage, on a desktop what is clear of the bars", () => {
  expect(fillingRectOf({ width: 390, height: 844 })).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  expect(fillingRectOf({ width: 844, height: 390 })).toEqual({ x: 0, y: 0, width: 844, height: 390 });
  expect(fillingRectOf({ width: 1440, height: 900 }).y).toBeGreaterThanOrEqual(44);
});

test("the spotlight is left with a rail right, and above the others on a stage that is taller than wide", () => {
  const wide = spotlightOf({ width: 1440, height: 900 }, 3, true);
  expect(wide.rects.every((rect) => rect.x >= wide.big.x + wide.big.width)).toBe(true);
  const tall = spotlightOf({ width: 390, height: 844 }, 3, true);
  expect(tall.rects.every((rect) => rect.y >= tall.big.y + tall.big.height)).toBe(true);
});
