import { useEffect, useState, type RefObject } from "react";
import type { Intent } from "@shell/contract";

/** How large the stage is, in px, and which way its lines run. */
export interface StageBox {
  readonly width: number;
  readonly height: number;
  readonly isRightToLeft: boolean;
}

/** Measures the stage and tells the layout, at once and whenever it changes. */
export function useStageSize(ref: RefObject<HTMLElement | null>, send: (intent: Intent) => void): StageBox {
  const [box, setBox] = useState<StageBox>({ width: 0, height: 0, isRightToLeft: false });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      const height = element.clientHeight;
      setBox({ width, height, isRightToLeft: getComputedStyle(element).direction === "rtl" });
      send({ type: "stage.resized", widthPx: width, heightPx: height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, send]);
  return box;
}
