import type { Listener } from "./listener.ts";
import type { Intent } from "./intent.ts";
import type { PlatformSnapshot } from "./snapshot.ts";

/** Ends a subscription. */
export interface Subscription {
  unsubscribe(): void;
}

/** A value over time: what it is now, and each next one. `@xstate/react`'s `useSelector` reads it as it is. */
export interface Readable<Value> {
  getSnapshot(): Value;
  subscribe(listener: Listener<Value>): Subscription;
}

/** Translates a key of `locales/<language>/app.json`. */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Media that belongs to the shell and is only shown by a view. */
export interface PlatformMedia {
  /**
   * Shows the video of `videoId` (`preview`, or a tile's `videoId`) in `element` until unsubscribed. Also tells the SFU how
   * large it is shown, so that it sends no more than that.
   */
  attachVideo(videoId: string, element: HTMLVideoElement): Subscription;
  /** Sound level, 0 to 1, about 20 times a second: `microphone` (our own), or a tile's id. */
  watchLevel(sourceId: string, onLevel: (level: number) => void): Subscription;
  /** Plays a short sound on the chosen output. */
  playTestSound(): Promise<void>;
  /** A picture by its `mxc://` address as an object URL, or null; kept by the shell. */
  avatarUrl(mxc: string, sizePx: number): Promise<string | null>;
}

/**
 * Everything a micro-frontend gets (version 1): one snapshot, one way to say what the person wants, media to attach, words.
 * Plain values and functions, so that a remote needs no React.
 */
export interface PlatformV1 extends Readable<PlatformSnapshot> {
  readonly version: 1;
  /** Says what the person wants. What comes of it shows in a later snapshot. */
  send(intent: Intent): void;
  readonly media: PlatformMedia;
  readonly t: Translate;
  /** BCP 47. */
  readonly language: string;
}

/** Props of a remote's `mount` and `unmount`. */
export interface RemoteProps {
  readonly domElement: HTMLElement;
  readonly platform: PlatformV1;
}

/** The one module that a remote exposes, `./lifecycles`. */
export interface RemoteLifecycles {
  bootstrap(props: RemoteProps): Promise<void>;
  mount(props: RemoteProps): Promise<void>;
  unmount(props: RemoteProps): Promise<void>;
}
