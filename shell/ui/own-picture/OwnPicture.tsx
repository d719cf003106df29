import { useEffect, useRef, useState } from "react";
import type { PlatformMedia } from "../../contract/platform.ts";
import { classNames } from "../classNames.ts";
import "./OwnPicture.css";

export interface OwnPictureProps {
  readonly media: PlatformMedia;
  readonly isMirrored: boolean;
  readonly "data-testid"?: string;
}

/** What our own camera sees, filling whatever it stands in; it fades in with its first picture. */
export function OwnPicture({ media, isMirrored, ...rest }: OwnPictureProps) {
  const ref = useRef<HTMLVideoElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  useEffect(() => {
    if (ref.current === null) return undefined;
    const subscription = media.attachVideo("preview", ref.current);
    return () => subscription.unsubscribe();
  }, [media]);
  return (
    <video
      {...rest}
      ref={ref}
      className={classNames("pl-own-picture", isMirrored && "pl-own-picture--mirrored")}
      data-playing={isPlaying || undefined}
      onPlaying={() => setPlaying(true)}
      autoPlay
      playsInline
      muted
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}
