import { memo, useRef } from "react";
import type { Intent, TileView } from "@shell/contract";
import type { Rect } from "../../machines/layout/geometry.ts";
import { Tile } from "../tile/Tile.tsx";
import { useMotion } from "./motion.ts";
import styles from "./Stage.module.css";

export interface PlacedTileProps {
  readonly tile: TileView;
  /** From the left and top of the stage, in px, whichever way lines run. */
  readonly rect: Rect;
  readonly isBleeding: boolean;
  readonly isPinnable: boolean;
  readonly send: (intent: Intent) => void;
}

/** A tile at its place; it gets to the next one by moving there. */
export const PlacedTile = memo(function PlacedTile({ tile, rect, isBleeding, isPinnable, send }: PlacedTileProps) {
  const ref = useRef<HTMLDivElement>(null);
  useMotion(ref, rect);
  return (
    <div
      ref={ref}
      className={styles["place"]}
      data-role={tile.role}
      style={{ left: rect.x, top: rect.y, width: rect.width, height: rect.height }}
    >
      <Tile tile={tile} send={send} isBleeding={isBleeding} isPinnable={isPinnable} />
    </div>
  );
});
