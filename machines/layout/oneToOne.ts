import type { Rect, Size, StageSize } from "./geometry.ts";
import { barsOf, gapOf, safeAreaOf, stageModeOf } from "./geometry.ts";

/** A corner of the stage; `end` is where lines of text end. */
export type Corner = "top-start" | "top-end" | "bottom-start" | "bottom-end";

/** Where the other one's picture stands: all of a phone's stage, elsewhere all that is clear of the bars. */
export function fillingRectOf(stage: StageSize): Rect {
  const mode = stageModeOf(stage);
  return mode === "normal" ? safeAreaOf(stage) : { x: 0, y: 0, width: stage.width, height: stage.height };
}

function floatingSizeOf(stage: Size): Size {
  switch (stageModeOf(stage)) {
    case "narrow":
      return { width: 108, height: 144 };
    case "flat":
      return { width: 160, height: 90 };
    case "pip":
      return { width: 72, height: 54 };
    case "normal": {
      const width = Math.round(Math.min(280, Math.max(200, stage.width * 0.17)));
      return { width, height: Math.round((width * 9) / 16) };
    }
  }
}

/** Where the floating tile stands in a corner, for text that runs left to right; never under the bars. */
export function floatingRectOf(stage: StageSize, corner: Corner = "bottom-end"): Rect {
  const { width, height } = floatingSizeOf(stage);
  const margin = stageModeOf(stage) === "normal" ? 2 * gapOf(stage) : gapOf(stage);
  const bars = barsOf(stage);
  const isTop = corner.startsWith("top");
  const isStart = corner.endsWith("start");
  return {
    x: isStart ? margin : stage.width - margin - width,
    y: isTop ? bars.top + margin : stage.height - bars.bottom - margin - height,
    width,
    height,
  };
}

/** The corner that the middle of `rect` is nearest to. */
export function nearestCorner(stage: Size, rect: Rect): Corner {
  const isStart = rect.x + rect.width / 2 < stage.width / 2;
  if (rect.y + rect.height / 2 < stage.height / 2) return isStart ? "top-start" : "top-end";
  return isStart ? "bottom-start" : "bottom-end";
}
