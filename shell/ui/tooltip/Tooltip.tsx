import { useEffect, useRef, useState, type FocusEvent, type PointerEvent, type ReactNode } from "react";
import { preloadOverlays, useOverlays } from "../overlays/useOverlays.ts";
import "./Tooltip.css";

/** How long the pointer rests on something before its name is shown, in ms (ours: long enough not to flicker in passing). */
const REST_MS = 450;

export interface TooltipProps {
  /** What is shown. The child carries its accessible name itself; the tooltip is for the eye. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly side?: "top" | "bottom" | undefined;
  readonly children: ReactNode;
}

/** Shows the name of a control while the pointer rests on it or the keyboard is at it; never on touch. */
export function Tooltip({ label, shortcut, side = "top", children }: TooltipProps) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const [isShown, setShown] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const overlays = useOverlays(anchor !== null);
  useEffect(() => () => clearTimeout(timer.current), []);

  function showSoon(element: Element | null, afterMs: number) {
    clearTimeout(timer.current);
    preloadOverlays();
    timer.current = setTimeout(() => {
      setAnchor(element);
      setShown(true);
    }, afterMs);
  }
  function hide() {
    clearTimeout(timer.current);
    setShown(false);
  }
  return (
    <>
      <span
        role="presentation"
        className="pl-tooltip-anchor"
        onPointerEnter={(event: PointerEvent) =>
          event.pointerType === "mouse" && showSoon(event.currentTarget.firstElementChild, REST_MS)
        }
        onPointerLeave={hide}
        onPointerDown={hide}
        onFocus={(event: FocusEvent) =>
          event.target.matches(":focus-visible") && showSoon(event.currentTarget.firstElementChild, 0)
        }
        onBlur={hide}
        onKeyDown={(event) => event.key === "Escape" && hide()}
      >
        {children}
      </span>
      {overlays !== null && anchor !== null && (
        <overlays.TooltipPopup label={label} shortcut={shortcut} side={side} anchor={anchor} isShown={isShown} />
      )}
    </>
  );
}
