import { useLayoutEffect, useRef, type RefObject } from "react";
import type { Rect } from "../../machines/layout/geometry.ts";

/** `rect` on a stage whose lines run the other way. */
export function mirrored(rect: Rect, stageWidth: number): Rect {
  return { ...rect, x: stageWidth - rect.x - rect.width };
}

/** The transform that shows what stands at `to` as if it stood at `from`. */
export function transformBetween(from: Rect, to: Rect): string {
  const scaleX = to.width === 0 ? 1 : from.width / to.width;
  const scaleY = to.height === 0 ? 1 : from.height / to.height;
  return `translate(${from.x - to.x}px, ${from.y - to.y}px) scale(${scaleX}, ${scaleY})`;
}

/** Where something is seen whose box is `rect` and whose running animation has the matrix `now`. */
export function seenRect(
  rect: Rect,
  now: { readonly a: number; readonly d: number; readonly e: number; readonly f: number },
): Rect {
  return { x: rect.x + now.e, y: rect.y + now.f, width: rect.width * now.a, height: rect.height * now.d };
}

interface Timing {
  readonly durationMs: number;
  readonly easing: string;
}

function timingOf(element: Element, token: string): Timing {
  const style = getComputedStyle(element);
  const value = style.getPropertyValue(token).trim();
  const amount = Number.parseFloat(value) || 0;
  return {
    durationMs: value.endsWith("ms") ? amount : amount * 1000,
    easing: style.getPropertyValue("--ease-in").trim() || "ease-out",
  };
}

/**
 * Moves an element from where it is seen to where it now stands, by transform alone; a move that is overtaken goes on
 * from where it is. A newcomer fades in. The tokens make it instant with reduced motion.
 */
export function useMotion(ref: RefObject<HTMLElement | null>, rect: Rect): void {
  const last = useRef<Rect | null>(null);
  const running = useRef<Animation | null>(null);
  const { x, y, width, height } = rect;
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const before = last.current;
    const now = { x, y, width, height };
    last.current = now;
    if (before === null) {
      const { durationMs, easing } = timingOf(element, "--motion-menu");
      element.animate(
        [
          { opacity: 0, transform: "scale(0.96)" },
          { opacity: 1, transform: "none" },
        ],
        { duration: durationMs, easing },
      );
      return;
    }
    if (before.x === x && before.y === y && before.width === width && before.height === height) return;
    const isMoving = running.current?.playState === "running";
    const from = isMoving ? seenRect(before, new DOMMatrix(getComputedStyle(element).transform)) : before;
    running.current?.cancel();
    const { durationMs, easing } = timingOf(element, "--motion-layout");
    running.current = element.animate([{ transform: transformBetween(from, now) }, { transform: "none" }], {
      duration: durationMs,
      easing,
    });
  }, [ref, x, y, width, height]);
}
