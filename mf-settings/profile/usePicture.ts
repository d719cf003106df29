import { useEffect, useState } from "react";
import type { PlatformMedia } from "@shell/contract";

/** The picture at `mxc` once it is there; null until then and when there is none. */
export function usePicture(media: PlatformMedia, mxc: string | null, sizePx: number): string | null {
  const [found, setFound] = useState<{ readonly mxc: string; readonly url: string | null } | null>(null);
  useEffect(() => {
    if (mxc === null) return undefined;
    let isGone = false;
    media.avatarUrl(mxc, sizePx).then(
      (url) => {
        if (!isGone) setFound({ mxc, url });
      },
      () => undefined, // the initials stay
    );
    return () => {
      isGone = true;
    };
  }, [media, mxc, sizePx]);
  return found !== null && found.mxc === mxc ? found.url : null;
}
