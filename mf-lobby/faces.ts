import { useEffect, useState } from "react";
import type { Face } from "@shell/ui";
import type { PersonView, PlatformMedia } from "@shell/contract";

/** The people with their pictures, which come one by one; until then, and without one, the picture is null. */
export function useFaces(people: readonly PersonView[], media: PlatformMedia, sizePx: number): readonly Face[] {
  const [pictureByMxc, setPictureByMxc] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let isGone = false;
    for (const { avatarMxc } of people) {
      if (avatarMxc === null) continue;
      void media.avatarUrl(avatarMxc, sizePx).then((url) => {
        if (!isGone && url !== null)
          setPictureByMxc((known) => (known.get(avatarMxc) === url ? known : new Map(known).set(avatarMxc, url)));
      });
    }
    return () => {
      isGone = true;
    };
  }, [people, media, sizePx]);
  return people.map(({ id, displayName, avatarMxc }) => ({
    id,
    name: displayName,
    picture: pictureByMxc.get(avatarMxc ?? "") ?? null,
  }));
}
