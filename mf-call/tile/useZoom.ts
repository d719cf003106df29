import { useEffect, useState, type RefObject } from "react";
import { noZoom, pan, zoomAt, type Zoom } from "./zoom.ts";

/** What a wheel's step does to the scale, per px of the wheel; a trackpad's pinch comes as small steps of it. */
const WHEEL_RATE = 0.0022;

interface Point {
  readonly x: number;
  readonly y: number;
}

const middleOf = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distanceOf = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Lets a share be looked at closely: control and wheel, a pinch, then dragging; a double click shows all again. */
export function useZoom(
  ref: RefObject<HTMLElement | null>,
  isEnabled: boolean,
): { readonly isZoomed: boolean; readonly transform: string | undefined } {
  const [zoom, setZoom] = useState<Zoom>(noZoom);
  useEffect(() => {
    const element = ref.current;
    if (element === null || !isEnabled) return undefined;
    const ending = new AbortController();
    const fingers = new Map<number, Point>();
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const fromMiddle = ({ x, y }: Point): Point => {
      const box = element.getBoundingClientRect();
      return { x: x - box.x - box.width / 2, y: y - box.y - box.height / 2 };
    };
    const pointOf = (event: PointerEvent | WheelEvent): Point => ({ x: event.clientX, y: event.clientY });
    const listen = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      on: (event: HTMLElementEventMap[Name]) => void,
    ) => element.addEventListener(name, on, { signal: ending.signal, passive: false });

    listen("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault(); // the browser would zoom the page
      const factor = Math.exp(-event.deltaY * WHEEL_RATE);
      setZoom((now) => zoomAt(now, size(), factor, fromMiddle(pointOf(event))));
    });
    listen("pointerdown", (event) => {
      if (!(event.target instanceof Element && event.target.closest("button")))
        fingers.set(event.pointerId, pointOf(event));
    });
    listen("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (before === undefined) return;
      const after = pointOf(event);
      fingers.set(event.pointerId, after);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      if (other === undefined) return setZoom((now) => pan(now, size(), after.x - before.x, after.y - before.y));
      const factor = distanceOf(after, other) / Math.max(1, distanceOf(before, other));
      setZoom((now) => zoomAt(now, size(), factor, fromMiddle(middleOf(after, other))));
    });
    const lift = (event: PointerEvent): void => void fingers.delete(event.pointerId);
    for (const name of ["pointerup", "pointercancel", "pointerleave"] as const) listen(name, lift);
    listen("dblclick", () => setZoom(noZoom));
    return () => ending.abort();
  }, [ref, isEnabled]);
  const isZoomed = zoom.scale > 1;
  return { isZoomed, transform: isZoomed ? `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` : undefined };
}
