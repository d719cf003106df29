import { useCallback, useSyncExternalStore } from "react";
import type { PlatformSnapshot, PlatformV1 } from "../contract/index.ts";

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
