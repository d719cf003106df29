import { useEffect, useState } from "react";

type Overlays = typeof import("./overlays.ts");

let loaded: Overlays | null = null;
let loading: Promise<Overlays> | null = null;

/** Fetches the overlays' chunk once; after a failure the next call asks again. */
function loadOverlays(): Promise<Overlays> {
  loading ??= import(/* webpackChunkName: "overlays" */ "./overlays.ts").then(
    (overlays) => (loaded = overlays),
    (cause: unknown) => {
      loading = null;
      throw cause;
    },
  );
  return loading;
}

/** Fetches menus, dialogs and tooltips ahead of need. Call it when the page has nothing better to do, or on a hover. */
export function preloadOverlays(): void {
  loadOverlays().catch(() => undefined); // whoever really needs them asks again
}

/** The overlays once they are wanted and there, null until then. Nothing is fetched before `isWanted`. */
export function useOverlays(isWanted: boolean): Overlays | null {
  const [overlays, setOverlays] = useState<Overlays | null>(loaded);
  useEffect(() => {
    if (!isWanted || overlays !== null) return undefined;
    let isCurrent = true;
    loadOverlays().then(
      (all) => {
        if (isCurrent) setOverlays(all);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [isWanted, overlays]);
  return overlays;
}
