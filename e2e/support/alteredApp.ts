import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Serves the app of `appUrl` with some scripts altered, from loopback: browsers keep workers whose script a test answered
 * for from talking to servers on this machine. @returns its address, and what ends it
 */
export async function serveAlteredApp(
  appUrl: string,
  alter: (path: string, script: string) => string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    const answer = await fetch(new URL(path, appUrl), { headers: { accept: request.headers.accept ?? "*/*" } });
    const headers = Object.fromEntries(
      ["content-type", "content-security-policy", "permissions-policy"].flatMap((name) => [
        [name, answer.headers.get(name) ?? ""],
      ]),
    );
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, headers).end(path.endsWith(".js") ? alter(path, body.toString("utf8")) : body);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
