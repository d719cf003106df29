import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useMedia } from "../platform.ts";
import { fitOf } from "./fit.ts";
import styles from "./Tile.module.css";

export interface TileVideoProps {
  readonly videoId: string;
  readonly isScreen: boolean;
  /** Whether edges may be cut off however the picture lies: on a small tile of ourselves. */
  readonly isCropped: boolean;
  readonly isMirrored: boolean;
  /** Whether the media plays; when it no longer does, what is last seen is given to `keepLast`. */
  readonly isPlaying: boolean;
  readonly keepLast: (video: HTMLVideoElement | null) => void;
  /** A CSS transform, for a share that is looked at closely. */
  readonly zoom: string | undefined;
}

/** The moving picture of a tile; the face below stays in sight until its first frame. */
export function TileVideo({ videoId, isScreen, isCropped, isMirrored, isPlaying, keepLast, zoom }: TileVideoProps) {
  const media = useMedia();
  const ref = useRef<HTMLVideoElement>(null);
  const [fit, setFit] = useState<"cover" | "contain">(isScreen ? "contain" : "cover");
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = () => {
      const picture = { width: element.videoWidth, height: element.videoHeight };
      if (picture.width > 0) setReady(true);
      if (!isScreen)
        setFit(isCropped ? "cover" : fitOf(picture, { width: element.clientWidth, height: element.clientHeight }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("loadeddata", measure);
    element.addEventListener("resize", measure);
    const subscription = media.attachVideo(videoId, element);
    return () => {
      observer.disconnect();
      element.removeEventListener("loadeddata", measure);
      element.removeEventListener("resize", measure);
      subscription.unsubscribe();
      setReady(false);
    };
  }, [media, videoId, isScreen, isCropped]);
  useLayoutEffect(() => {
    if (!isPlaying) keepLast(ref.current);
  }, [isPlaying, keepLast]);
  useLayoutEffect(() => {
    const video = ref.current;
    return () => keepLast(video);
  }, [keepLast]);
  return (
    <video
      ref={ref}
      className={styles["video"]}
      data-testid="video"
      data-fit={fit}
      data-ready={isReady || undefined}
      data-mirrored={isMirrored || undefined}
      data-lk-source={isScreen ? "screen_share" : "camera"}
      style={zoom === undefined ? undefined : { transform: zoom }}
      autoPlay
      playsInline
      muted
      aria-hidden="true"
    />
  );
}
