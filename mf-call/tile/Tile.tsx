import { memo, useCallback, useLayoutEffect, useRef, type CSSProperties, type ReactNode } from "react";
import type { Intent, TileView } from "@shell/contract";
import { Avatar, KeyIcon, MicrophoneIcon, MicrophoneOffIcon, ShareScreenIcon, tintOf, useTranslate } from "@shell/ui";
import { useAvatar } from "../useAvatar.ts";
import { dropFrame, keepFrame } from "./lastFrame.ts";
import { TileActions } from "./TileActions.tsx";
import { TileVideo } from "./TileVideo.tsx";
import { tileWords } from "./tileWords.ts";
import { useZoom } from "./useZoom.ts";
import styles from "./Tile.module.css";

export interface TileProps {
  readonly tile: TileView;
  readonly send: (intent: Intent) => void;
  /** Whether it fills a phone's stage from edge to edge: no round corners, no name over the controls. */
  readonly isBleeding?: boolean;
  readonly isPinnable?: boolean;
}

/** Side of the largest face on a tile, in px; drawn smaller by the browser. */
const FACE_PX = 512;

/** One rectangle of the stage: a person or a shared screen, with the name, and in words whatever keeps the picture away. */
export const Tile = memo(function Tile({ tile, send, isBleeding = false, isPinnable = true }: TileProps) {
  const t = useTranslate();
  const frame = useRef<HTMLDivElement>(null);
  const lastFrame = useRef<HTMLCanvasElement>(null);
  const picture = useAvatar(tile.avatarMxc, FACE_PX);
  const isScreen = tile.kind === "screen";
  const zoom = useZoom(frame, isScreen);
  const keepLast = useCallback((video: HTMLVideoElement | null) => keepFrame(lastFrame.current, video), []);
  const isPlaying = tile.state === "playing";
  // Somebody who turned the camera off has not been lost: nothing of before may come up again.
  useLayoutEffect(() => {
    if (isPlaying) dropFrame(lastFrame.current);
  }, [isPlaying, tile.videoId]);
  const words = tileWords(tile, t);
  const name = isScreen
    ? t(tile.isOwn ? "tile.ownScreen" : "tile.screenOf", { name: tile.displayName })
    : tile.displayName;
  return (
    <article
      className={styles["tile"]}
      data-testid="videoTile"
      data-video-fit={isScreen ? "contain" : "cover"}
      data-kind={tile.kind}
      data-state={tile.state}
      data-role={tile.role}
      data-speaking={tile.isSpeaking || undefined}
      data-bleeding={isBleeding || undefined}
      aria-label={t(tile.isSpeaking ? "tile.labelSpeaking" : "tile.label", { name })}
    >
      {/* Hosts read whose tile it is from the first label inside; nobody else has to hear it. */}
      <span hidden aria-label={tile.userId} role="img" />
      <div ref={frame} className={styles["frame"]} data-zoomed={zoom.isZoomed || undefined}>
        <div className={`${styles["face"]} pl-tint-deep`} style={{ "--pl-hue": tintOf(tile.userId) } as CSSProperties}>
          {isScreen ? (
            <ShareScreenIcon aria-hidden="true" />
          ) : (
            <Avatar id={tile.userId} name={tile.displayName} picture={picture} size="fill" />
          )}
        </div>
        {tile.videoId !== null && tile.state !== "unencrypted" && (
          <TileVideo
            videoId={tile.videoId}
            isScreen={isScreen}
            isCropped={tile.role === "floating"}
            isMirrored={tile.isMirrored}
            isPlaying={isPlaying}
            keepLast={keepLast}
            zoom={zoom.transform}
          />
        )}
        <canvas ref={lastFrame} className={styles["last"]} width={0} height={0} aria-hidden="true" />
        {words !== null && <State {...words} />}
        <NameTag tile={tile} name={name} />
        <TileActions tile={tile} name={name} send={send} frame={frame} isPinnable={isPinnable} />
      </div>
      <span className={styles["ring"]} aria-hidden="true" />
    </article>
  );
});

function State({
  text,
  hint,
  icon,
}: {
  readonly text: string;
  readonly hint: string | null;
  readonly icon: ReactNode;
}) {
  return (
    <div className={styles["state"]}>
      {icon}
      <span className={styles["stateWords"]}>{text}</span>
      {hint !== null && <span className={styles["stateHint"]}>{hint}</span>}
    </div>
  );
}

function NameTag({ tile, name }: { readonly tile: TileView; readonly name: string }) {
  const t = useTranslate();
  return (
    <div className={styles["tag"]} data-muted={!tile.isMicrophoneOn || undefined}>
      {tile.kind === "screen" ? (
        <ShareScreenIcon aria-hidden="true" data-testid="screenshare-indicator" />
      ) : tile.isMicrophoneOn ? (
        <MicrophoneIcon role="img" aria-label={t("tile.microphoneOn")} />
      ) : (
        <MicrophoneOffIcon role="img" aria-label={t("tile.microphoneOff")} />
      )}
      <span className={styles["name"]} data-testid="name_tag" dir="auto">
        {name}
      </span>
      {tile.isKeyMissed && tile.kind === "person" && (
        <span className={styles["missed"]}>
          <KeyIcon aria-hidden="true" />
          <span>{t("tile.keyMissed")}</span>
        </span>
      )}
    </div>
  );
}
