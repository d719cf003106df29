import type { PlatformMedia, Subscription } from "../contract/platform.ts";
import type { LocalMedia, LocalSource } from "../adapters/browser/localMedia.ts";
import { watchTrackLevel } from "../adapters/browser/microphoneLevel.ts";
import { playTestSound } from "../adapters/browser/testSound.ts";

/** A remote picture that can be shown. */
interface ShowableVideo {
  attach(element: HTMLMediaElement): HTMLMediaElement;
  detach(element: HTMLMediaElement): HTMLMediaElement;
}

/** What views may do with media, over tracks that stay with the shell. */
export interface Media extends PlatformMedia {
  /** Gives access to what only the engine reaches. Before that there are only our own tracks. */
  connect(remote: RemoteMediaSource): void;
  /** Tells the level of a remote voice to those who watch it. */
  tellLevel(sourceId: string, level: number): void;
}

/** What the engine adds once it runs. */
export interface RemoteMediaSource {
  /** The remote picture behind a `videoId`, if it is there. */
  findVideo(videoId: string): ShowableVideo | null;
  fetchAvatar(mxc: string, sizePx: number): Promise<Blob | null>;
}

/** What the facade reaches into. */
export interface MediaInput {
  readonly localMedia: LocalMedia;
  readonly speakerId: () => string | null;
  readonly volume: () => number;
}

/** Ids of our own pictures; every other `videoId` names a remote track. */
export const ownVideoIds = {
  preview: "camera",
  "own camera": "camera",
  "own screen": "screen",
} as const satisfies Record<string, LocalSource>;

const nothing: Subscription = { unsubscribe: () => undefined };

export function createMedia({ localMedia, speakerId, volume }: MediaInput): Media {
  let remote: RemoteMediaSource | null = null;
  const levelWatchers = new Map<string, Set<(level: number) => void>>();
  const avatars = new Map<string, Promise<string | null>>();

  function attachOwn(source: LocalSource, element: HTMLVideoElement): Subscription {
    const stop = localMedia.watch((changed, track) => {
      if (changed !== source) return;
      element.srcObject = track === null ? null : new MediaStream([track]);
    });
    return {
      unsubscribe() {
        stop();
        element.srcObject = null;
      },
    };
  }

  function watchMicrophone(onLevel: (level: number) => void): Subscription {
    let stopReading = () => undefined as void;
    const stop = localMedia.watch((changed, track) => {
      if (changed !== "microphone") return;
      stopReading();
      onLevel(0);
      stopReading = track === null ? () => undefined : watchTrackLevel(track, onLevel);
    });
    return {
      unsubscribe() {
        stop();
        stopReading();
      },
    };
  }

  return {
    connect: (source) => {
      remote = source;
    },
    attachVideo(videoId, element) {
      if (videoId in ownVideoIds) return attachOwn(ownVideoIds[videoId as keyof typeof ownVideoIds], element);
      const video = remote?.findVideo(videoId) ?? null;
      if (video === null) return nothing;
      video.attach(element);
      return { unsubscribe: () => video.detach(element) };
    },
    watchLevel(sourceId, onLevel) {
      if (sourceId === "microphone") return watchMicrophone(onLevel);
      const watchers = levelWatchers.get(sourceId) ?? new Set();
      levelWatchers.set(sourceId, watchers.add(onLevel));
      return { unsubscribe: () => watchers.delete(onLevel) };
    },
    playTestSound: () => playTestSound(speakerId(), volume()),
    avatarUrl(mxc, sizePx) {
      const key = `${mxc} ${sizePx}`;
      const known = avatars.get(key);
      if (known !== undefined) return known;
      const picture = remote?.fetchAvatar(mxc, sizePx) ?? Promise.resolve(null);
      const url = picture.then((fetched) => (fetched === null ? null : URL.createObjectURL(fetched)));
      avatars.set(key, url);
      // A picture that did not come is asked for again the next time somebody looks.
      void url.then((found) => found === null && avatars.delete(key));
      return url;
    },
    tellLevel(sourceId, level) {
      for (const tell of levelWatchers.get(sourceId) ?? []) tell(level);
    },
  };
}
