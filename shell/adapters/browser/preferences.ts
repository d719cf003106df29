import type { MatrixRtcMode } from "../../../machines/domain/call.ts";

/** What a person chose, kept in this browser. Nothing here is secret. */
export interface Preferences {
  readonly microphoneId: string | null;
  readonly cameraId: string | null;
  readonly speakerId: string | null;
  readonly volume: number;
  readonly theme: "system" | "dark" | "light" | "dark-high-contrast" | "light-high-contrast";
  readonly isSelfViewShown: boolean;
  readonly mode: MatrixRtcMode;
  /** Somebody signed in here before, so it is worth waiting for the account instead of asking who comes. */
  readonly wasSignedIn: boolean;
  /** The name last given at a link. */
  readonly displayName: string | null;
}

const STORAGE_KEY = "parley-preferences";
const defaults: Preferences = {
  microphoneId: null,
  cameraId: null,
  speakerId: null,
  volume: 0.5,
  theme: "system",
  isSelfViewShown: true,
  mode: "compatibility",
  wasSignedIn: false,
  displayName: null,
};

/** Reads what was kept; anything unreadable is as if never chosen. */
export function readPreferences(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return defaults;
    const known = Object.entries(kept).filter(
      ([key, value]) => key in defaults && isLike(defaults[key as keyof Preferences], value),
    );
    return { ...defaults, ...Object.fromEntries(known) };
  } catch {
    return defaults;
  }
}

/** Keeps `preferences`; a browser that refuses storage forgets them with the tab. */
export function writePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences));
  } catch {
    // Storage is blocked or full: choices last as long as the page does.
  }
}

function isLike(fallback: unknown, value: unknown): boolean {
  return fallback === null ? value === null || typeof value === "string" : typeof fallback === typeof value;
}
