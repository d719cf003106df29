import { useMemo, useRef, useState, type ReactNode } from "react";
import type { CallView, FrameView, Intent, TileView } from "@shell/contract";
import { stageModeOf } from "../../machines/layout/geometry.ts";
import { FloatingTile } from "./FloatingTile.tsx";
import { mirrored } from "./motion.ts";
import { Pager } from "./Pager.tsx";
import { PlacedTile } from "./PlacedTile.tsx";
import { stableTiles } from "./stableTiles.ts";
import { useStageSize } from "./useStageSize.ts";
import styles from "./Stage.module.css";

export interface StageProps {
  readonly call: CallView;
  readonly frame: FrameView;
  readonly send: (intent: Intent) => void;
  /** The bars, which stand over the tiles. */
  readonly children?: ReactNode;
}

/** Everybody who is seen, each at the place that the layout gives. */
export function Stage({ call, frame, send, children }: StageProps) {
  const ref = useRef<HTMLElement>(null);
  const stage = useStageSize(ref, frame, send);
  const { layout } = call;
  const tiles = useStableTiles(call.tiles);
  const isMeasured = stage.width > 0;
  const isBleeding =
    isMeasured && stageModeOf(stage) !== "normal" && (layout.shape === "one-to-one" || tiles.length === 1);
  const placed = useMemo(
    () =>
      tiles.flatMap((tile) => {
        if (tile.rect === null) return [];
        return { tile, rect: stage.isRightToLeft ? mirrored(tile.rect, stage.width) : tile.rect };
      }),
    [tiles, stage.isRightToLeft, stage.width],
  );
  return (
    <section
      ref={ref}
      className={styles["stage"]}
      data-shape={layout.shape}
      data-without-controls={!frame.hasControls || undefined}
      data-over-picture={isMeasured && (isBleeding || stageModeOf(stage) === "flat") ? "" : undefined}
    >
      {isMeasured &&
        placed.map(({ tile, rect }) =>
          tile.role === "floating" ? (
            <FloatingTile key={tile.tileId} tile={tile} stage={stage} send={send} />
          ) : (
            <PlacedTile
              key={tile.tileId}
              tile={tile}
              rect={rect}
              isBleeding={isBleeding}
              isPinnable={tiles.length > 2}
              send={send}
            />
          ),
        )}
      {layout.pageCount > 1 && <Pager page={layout.page} pageCount={layout.pageCount} stage={stage} send={send} />}
      {children}
    </section>
  );
}

function useStableTiles(tiles: readonly TileView[]): readonly TileView[] {
  const [kept, setKept] = useState({ given: tiles, stable: tiles });
  if (kept.given === tiles) return kept.stable;
  const stable = stableTiles(kept.stable, tiles);
  setKept({ given: tiles, stable });
  return stable;
}
