import type { Corner } from "../../machines/layout/oneToOne.ts";

/** The corner that an arrow key leads to, null for any other key. */
export function cornerAfter(corner: Corner, key: string, isRightToLeft: boolean): Corner | null {
  const [block, inline] = corner.split("-") as ["top" | "bottom", "start" | "end"];
  switch (key) {
    case "ArrowUp":
      return `top-${inline}`;
    case "ArrowDown":
      return `bottom-${inline}`;
    case "ArrowLeft":
      return `${block}-${isRightToLeft ? "end" : "start"}`;
    case "ArrowRight":
      return `${block}-${isRightToLeft ? "start" : "end"}`;
    default:
      return null;
  }
}
