import { mountReact } from "@shell/ui";

/** What the shell starts and stops. */
export const { bootstrap, mount, unmount } = mountReact(() => <main><h1>mf-lobby</h1></main>);
