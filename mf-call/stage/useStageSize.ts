import { useEffect, useState, type RefObject } from "react";
import type { FrameView, Intent } from "@shell/contract";
import type { StageSize } from "../../machines/layout/geometry.ts";

/** How large the stage is, in px, and which way its lines run. */
export interface StageBox extends StageSize {
  readonly isRightToLeft: boolean;
}

/** Measures the stage and tells the layout, at once and whenever it changes. */
export function useStageSize(
  ref: RefObject<HTMLElement | null>,
  { header, hasControls }: FrameView,
  send: (intent: Intent) => void,
): StageBox {
  const hasTopBar = header !== "none";
  const [box, setBox] = useState<StageBox>({ width: 0, height: 0, isRightToLeft: false });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      const height = element.clientHeight;
      setBox({ width, height, hasTopBar, hasControls, isRightToLeft: getComputedStyle(element).direction === "rtl" });
      send({ type: "stage.resized", widthPx: width, heightPx: height, hasTopBar, hasControls });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, hasTopBar, hasControls, send]);
  return box;
}
