import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { PlatformMedia, PlatformSnapshot, PlatformV1 } from "@shell/contract";

const noMedia: PlatformMedia = {
  attachVideo: () => ({ unsubscribe: () => undefined }),
  watchLevel: () => ({ unsubscribe: () => undefined }),
  playTestSound: async () => undefined,
  avatarUrl: async () => null,
};

/** Media to show, for the tiles and faces below. */
export const MediaContext = createContext<PlatformMedia>(noMedia);

/** Media to show. */
export function useMedia(): PlatformMedia {
  return useContext(MediaContext);
}

/** What time it is, in ms since 1970; a story stops it. */
export const NowContext = createContext<() => number>(() => Date.now());

/** What `select` takes from the snapshot, rendered anew only when that changed. Give a selector that makes nothing new. */
export function usePlatform<Value>(platform: PlatformV1, select: (snapshot: PlatformSnapshot) => Value): Value {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const subscription = platform.subscribe(onChange);
      return () => subscription.unsubscribe();
    },
    [platform],
  );
  return useSyncExternalStore(subscribe, () => select(platform.getSnapshot()));
}
