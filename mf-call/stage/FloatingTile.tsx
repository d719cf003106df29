import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { Intent, TileView } from "@shell/contract";
import { useTranslate } from "@shell/ui";
import { floatingRectOf, nearestCorner, type Corner } from "../../machines/layout/oneToOne.ts";
import { Tile } from "../tile/Tile.tsx";
import { cornerAfter } from "./corner.ts";
import { mirrored, useMotion } from "./motion.ts";
import type { StageBox } from "./useStageSize.ts";
import styles from "./Stage.module.css";

interface Drag {
  readonly pointerId: number;
  readonly startX: number;
  readonly startY: number;
  readonly dx: number;
  readonly dy: number;
}

export interface FloatingTileProps {
  readonly tile: TileView;
  readonly stage: StageBox;
  readonly send: (intent: Intent) => void;
}

/** The own tile of a one-to-one call: dragged, or moved with the arrow keys, it comes to rest in a corner. */
export function FloatingTile({ tile, stage, send }: FloatingTileProps) {
  const t = useTranslate();
  const ref = useRef<HTMLDivElement>(null);
  const [corner, setCorner] = useState<Corner>("bottom-end");
  const [drag, setDrag] = useState<Drag | null>(null);
  const inReadingOrder = floatingRectOf(stage, corner);
  const rest = stage.isRightToLeft ? mirrored(inReadingOrder, stage.width) : inReadingOrder;
  const seen = drag === null ? rest : { ...rest, x: rest.x + drag.dx, y: rest.y + drag.dy };
  useMotion(ref, rest);

  function take(event: PointerEvent<HTMLDivElement>) {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button"))) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ pointerId: event.pointerId, startX: event.clientX, startY: event.clientY, dx: 0, dy: 0 });
  }
  function move(event: PointerEvent) {
    if (drag?.pointerId !== event.pointerId) return;
    setDrag({ ...drag, dx: event.clientX - drag.startX, dy: event.clientY - drag.startY });
  }
  function drop(event: PointerEvent) {
    if (drag?.pointerId !== event.pointerId) return;
    setCorner(nearestCorner(stage, stage.isRightToLeft ? mirrored(seen, stage.width) : seen));
    setDrag(null);
  }
  function moveByKey(event: KeyboardEvent) {
    if (event.target !== event.currentTarget) return;
    const next = cornerAfter(corner, event.key, stage.isRightToLeft);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setCorner(next);
  }
  return (
    <div
      ref={ref}
      className={styles["place"]}
      data-role="floating"
      data-dragged={drag !== null || undefined}
      role="group"
      aria-label={t("call.floating")}
      tabIndex={0}
      style={{
        left: rest.x,
        top: rest.y,
        width: rest.width,
        height: rest.height,
        ...(drag === null ? {} : { translate: `${drag.dx}px ${drag.dy}px` }),
      }}
      onPointerDown={take}
      onPointerMove={move}
      onPointerUp={drop}
      onPointerCancel={drop}
      onKeyDown={moveByKey}
    >
      <Tile tile={tile} send={send} isPinnable={false} />
    </div>
  );
}
