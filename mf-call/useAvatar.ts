import { useEffect, useState } from "react";
import { useMedia } from "./platform.ts";

/** The address of a picture once it is there; null while there is none. `sizePx` is its side. */
export function useAvatar(mxc: string | null, sizePx: number): string | null {
  const media = useMedia();
  const [found, setFound] = useState<{ readonly mxc: string; readonly url: string | null } | null>(null);
  useEffect(() => {
    if (mxc === null) return undefined;
    let isCurrent = true;
    media.avatarUrl(mxc, sizePx).then(
      (url) => {
        if (isCurrent) setFound({ mxc, url });
      },
      () => undefined, // the initials stay
    );
    return () => {
      isCurrent = false;
    };
  }, [media, mxc, sizePx]);
  return found?.mxc === mxc ? found.url : null;
}
