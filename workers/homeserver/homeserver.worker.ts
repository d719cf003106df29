import { expose, proxy } from "comlink";
import { openVault } from "./account/vault.ts";
import { createHomeserver } from "./homeserver.ts";

// Exposed before anything is awaited: a message that finds no listener is lost. Each call awaits the opening.
const homeserver = createHomeserver({ vault: openVault("parley-account"), databaseName: "parley-homeserver" });
expose({
  ...homeserver,
  follow: async (...args: Parameters<typeof homeserver.follow>) => proxy(await homeserver.follow(...args)),
});
