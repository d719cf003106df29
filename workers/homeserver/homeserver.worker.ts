import { openVault } from "./account/vault.ts";
import { createHomeserver } from "./homeserver.ts";
import { serveHomeserver } from "./homeserverEndpoint.ts";

// Offered before anything is awaited: a message that finds no listener is lost. Each call awaits the opening.
serveHomeserver(createHomeserver({ vault: openVault("parley-account"), databaseName: "parley-homeserver" }));
