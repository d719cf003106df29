import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { certificateOf } from "../../../backend/auth-service/certificate.fixture.ts";

/** A homeserver and an SFU that answer at once. */
export interface Stubs {
  readonly serverName: string;
  readonly livekitUrl: string;
  /** The certificate that the service must trust, as PEM. */
  readonly certificate: string;
  readonly close: () => void;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Starts both: every OpenID token is Alice's, and every room opens. */
export async function startStubs(): Promise<Stubs> {
  const certificate = certificateOf("localhost");
  let serverName = "";
  const homeserver = createHttpsServer(certificate, (_, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ sub: `@alice:${serverName}` }));
  });
  const sfu = createHttpServer((request, response) => {
    request.resume().on("end", () => {
      response.setHeader("Content-Type", "application/json");
      response.end('{"sid":"RM_1","name":"room"}');
    });
  });
  serverName = `localhost:${await listen(homeserver)}`;
  const livekitUrl = `ws://127.0.0.1:${await listen(sfu)}`;
  return {
    serverName,
    livekitUrl,
    certificate: certificate.cert,
    close() {
      for (const server of [homeserver, sfu]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
