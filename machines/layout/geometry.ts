/** A rectangle in px from the stage's top left corner. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How large something is, in px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The room for tiles, in px, and which of the bars stand over it; both unless it is said. */
export interface StageSize extends Size {
  readonly hasTopBar?: boolean;
  readonly hasControls?: boolean;
}

/** The narrowest and widest that a tile gets, as width by height. */
export const RATIO_MIN = 4 / 3;
export const RATIO_MAX = 17 / 9;

/** Below this size, in px, a face is no longer read: the tiles go on another page instead. A large stage is seen from further away. */
export function tileMinOf(gap: number): Size {
  return gap < 12 ? { width: 128, height: 96 } : { width: 160, height: 112 };
}

/** Which way the stage is used. `flat`: a phone on its side, bars lie over the picture. `pip`: one picture only. */
export type StageMode = "normal" | "narrow" | "flat" | "pip";

/** The mode of a stage of this size; the same limits as Element Call's, so that hosts size their frames alike. */
export function stageModeOf(stage: Size): StageMode {
  if (stage.height <= 400 && stage.width <= 340) return "pip";
  if (stage.height <= 600) return "flat";
  return stage.width <= 600 ? "narrow" : "normal";
}

/** The distance between two tiles, in px. */
export function gapOf(stage: Size): number {
  return stage.width < 800 ? 8 : 12;
}

/** Height of the strip that holds the page dots, in px; only there when something is paged. */
export const PAGER_HEIGHT = 36;

/** What the bars take from a stage, in px; on a flat stage they lie over the picture and take nothing. */
export function barsOf(stage: StageSize): { readonly top: number; readonly bottom: number } {
  const mode = stageModeOf(stage);
  if (mode === "flat" || mode === "pip") return { top: 0, bottom: 0 };
  const { hasTopBar = true, hasControls = true } = stage;
  return { top: hasTopBar ? 44 : 0, bottom: hasControls ? (mode === "narrow" ? 84 : 76) : 0 };
}

/** The part of the stage that tiles may use, clear of bars and with air around. */
export function safeAreaOf(stage: StageSize): Rect {
  const { top, bottom } = barsOf(stage);
  const gap = gapOf(stage);
  const above = top === 0 ? gap : top + gap / 2;
  const below = bottom + gap;
  return {
    x: gap,
    y: above,
    width: Math.max(0, stage.width - 2 * gap),
    height: Math.max(0, stage.height - above - below),
  };
}

/** `area` without a strip of `height` px at its bottom. */
export function withoutBottom(area: Rect, height: number): Rect {
  return { ...area, height: Math.max(0, area.height - height) };
}

/** The largest rectangle in the middle of `area` whose ratio stays between the limits. */
export function fitInto(area: Rect, minRatio = RATIO_MIN, maxRatio = RATIO_MAX): Rect {
  const width = Math.min(area.width, area.height * maxRatio);
  const height = Math.min(area.height, width / minRatio);
  return { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
}
