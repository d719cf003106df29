import { useEffect, useState } from "react";

/** How long the bars stay over the picture of a small stage after the last touch, move or key, in ms. */
export const BARS_REST_MS = 4000;

/** Whether the bars are in use without anything moving: a menu of theirs is open, or the keyboard is at them. */
function areBarsHeld(): boolean {
  return document.querySelector('[data-bars] [aria-expanded="true"], [data-bars] :focus-visible') !== null;
}

/** True once nobody has touched, moved or pressed anything for a while; never while `isEnabled` is false. */
export function useResting(isEnabled: boolean, afterMs = BARS_REST_MS): boolean {
  const [isResting, setResting] = useState(false);
  useEffect(() => {
    if (!isEnabled) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => (areBarsHeld() ? wait() : setResting(true)), afterMs);
    };
    const wake = () => {
      setResting(false);
      wait();
    };
    const names = ["pointerdown", "pointermove", "keydown", "focusin"] as const;
    for (const name of names) window.addEventListener(name, wake, { passive: true });
    wait();
    return () => {
      clearTimeout(timer);
      for (const name of names) window.removeEventListener(name, wake);
      setResting(false);
    };
  }, [isEnabled, afterMs]);
  return isEnabled && isResting;
}
