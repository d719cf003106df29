import { mountReact } from "@shell/ui";
import { Root } from "./Root.tsx";

/** What the shell starts and stops. */
export const { bootstrap, mount, unmount } = mountReact(Root);
