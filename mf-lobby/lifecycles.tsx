import { mountReact } from "@shell/ui";
import type { PlatformV1 } from "@shell/contract";
import { Root } from "./Root.tsx";

/** What the shell starts and stops. */
export const { bootstrap, mount, unmount } = mountReact(({ platform }: { readonly platform: PlatformV1 }) => (
  <Root platform={platform} />
));
