import type { PlatformV1 } from "@shell/contract";
import { TranslateContext, usePlatform } from "@shell/ui";
import { Call } from "./Call.tsx";
import { Ended } from "./ended/Ended.tsx";
import { MediaContext } from "./platform.ts";

/** The call, or what is left to say after it. */
export function Root({ platform }: { readonly platform: PlatformV1 }) {
  const screen = usePlatform(platform, (snapshot) => snapshot.screen);
  return (
    <TranslateContext value={platform.t}>
      <MediaContext value={platform.media}>
        {screen === "ended" ? <Ended platform={platform} /> : <Call platform={platform} />}
      </MediaContext>
    </TranslateContext>
  );
}
