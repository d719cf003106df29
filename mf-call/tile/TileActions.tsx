import { useEffect, useRef, useState, type RefObject } from "react";
import type { Intent, TileView } from "@shell/contract";
import { ExitFullscreenIcon, FullscreenIcon, IconButton, PinIcon, UnpinIcon, useTranslate } from "@shell/ui";
import styles from "./Tile.module.css";

export interface TileActionsProps {
  readonly tile: TileView;
  readonly name: string;
  readonly send: (intent: Intent) => void;
  /** What fills the screen. */
  readonly frame: RefObject<HTMLElement | null>;
  readonly isPinnable: boolean;
}

/** What can be done with one tile; in sight while it is pointed at, touched, or has the keyboard. */
export function TileActions({ tile, name, send, frame, isPinnable }: TileActionsProps) {
  const t = useTranslate();
  const isFull = useIsFullscreen(frame);
  const keepFocus = useKeptFocus(tile.isPinned);
  const canFill = (tile.kind === "screen" || tile.role === "spotlight") && document.fullscreenEnabled;
  function toggleFullscreen() {
    const change = isFull ? document.exitFullscreen() : frame.current?.requestFullscreen();
    change?.catch(() => undefined); // the browser or the host refused; the tile is as it was
  }
  return (
    <div className={styles["actions"]} data-kept={tile.isPinned || undefined}>
      {canFill && (
        <IconButton
          className={styles["action"]}
          size="small"
          label={t(isFull ? "tile.exitFullscreen" : "tile.fullscreen", { name })}
          icon={isFull ? <ExitFullscreenIcon /> : <FullscreenIcon />}
          onClick={toggleFullscreen}
        />
      )}
      {isPinnable && (
        <IconButton
          className={styles["action"]}
          size="small"
          label={t(tile.isPinned ? "tile.unpin" : "tile.pin", { name })}
          icon={tile.isPinned ? <UnpinIcon /> : <PinIcon />}
          aria-pressed={tile.isPinned}
          onClick={(event) => {
            keepFocus(event.currentTarget);
            send({ type: "pin.chosen", tileId: tile.isPinned ? null : tile.tileId });
          }}
        />
      )}
    </div>
  );
}

/** A tile that goes elsewhere in the page loses the keyboard on the way; whoever pressed its button gets it back. */
function useKeptFocus(isPinned: boolean): (element: HTMLElement) => void {
  const pressed = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (document.activeElement === document.body) pressed.current?.focus();
    pressed.current = null;
  }, [isPinned]);
  return (element) => {
    pressed.current = element;
  };
}

function useIsFullscreen(frame: RefObject<HTMLElement | null>): boolean {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const look = () => setFull(frame.current !== null && document.fullscreenElement === frame.current);
    document.addEventListener("fullscreenchange", look);
    return () => document.removeEventListener("fullscreenchange", look);
  }, [frame]);
  return isFull;
}
