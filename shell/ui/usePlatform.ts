import { useSelector } from "@xstate/react";
import type { PlatformSnapshot, PlatformV1 } from "../contract/index.ts";

/** What `select` takes from the snapshot, rendered anew only when that changed. Give a selector that makes nothing new. */
export function usePlatform<Value>(platform: PlatformV1, select: (snapshot: PlatformSnapshot) => Value): Value {
  return useSelector(platform, select);
}
