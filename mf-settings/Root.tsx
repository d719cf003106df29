import { TranslateContext, usePlatform } from "@shell/ui";
import type { PlatformSnapshot, PlatformV1 } from "@shell/contract";
import { Settings } from "./Settings.tsx";

/** The settings over whatever is on the page; nothing while they are closed. */
export function Root({ platform }: { readonly platform: PlatformV1 }) {
  const snapshot = usePlatform(platform, whole);
  return (
    <TranslateContext value={platform.t}>
      <Settings snapshot={snapshot} media={platform.media} send={platform.send} />
    </TranslateContext>
  );
}

function whole(snapshot: PlatformSnapshot): PlatformSnapshot {
  return snapshot;
}
