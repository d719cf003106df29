import { takePorts } from "../ports.ts";
import { openVault } from "./account/vault.ts";
import { createHomeserver } from "./homeserver.ts";
import { serveHomeserver, withoutPasswords } from "./homeserverEndpoint.ts";

// Offered before anything is awaited: a message that finds no listener is lost. Each call awaits the opening.
const homeserver = createHomeserver({ vault: openVault("parley-account"), databaseName: "parley-homeserver" });
serveHomeserver(homeserver);
takePorts({
  "realm.keyPort": (port) => homeserver.acceptKeyPort(port),
  // A call page that is not of this origin: the vault's own page is asked for passwords.
  "realm.clientPort": (port) => {
    serveHomeserver(withoutPasswords(homeserver), port);
    port.start();
  },
});
