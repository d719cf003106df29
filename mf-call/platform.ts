import { createContext, useContext } from "react";
import type { PlatformMedia } from "@shell/contract";

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
