import fc from "fast-check";
import { expect, test } from "vitest";
import { noZoom, pan, zoomAt } from "./zoom.ts";

const size = { width: 800, height: 450 };

test("what is under the pointer stays there", () => {
  expect(zoomAt(noZoom, size, 2, { x: 100, y: 50 })).toEqual({ scale: 2, x: -100, y: -50 });
});

test("all the way out nothing is moved", () => {
  expect(zoomAt({ scale: 2, x: 80, y: 30 }, size, 0.1, { x: 0, y: 0 })).toEqual(noZoom);
});

test("no pan and no zoom leads past the edge of the picture", () => {
  const offset = fc.double({ min: -2000, max: 2000, noNaN: true });
  const factor = fc.double({ min: 0.2, max: 5, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(factor, offset, offset), { maxLength: 12 }), (steps) => {
      const end = steps.reduce((zoom, [by, x, y]) => pan(zoomAt(zoom, size, by, { x, y }), size, x, y), noZoom);
      expect(Math.abs(end.x)).toBeLessThanOrEqual((size.width * (end.scale - 1)) / 2 + 0.001);
      expect(Math.abs(end.y)).toBeLessThanOrEqual((size.height * (end.scale - 1)) / 2 + 0.001);
      expect(end.scale).toBeGreaterThanOrEqual(1);
      expect(end.scale).toBeLessThanOrEqual(6);
    }),
  );
});
