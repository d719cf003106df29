import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What can be done to one server of the site. `pause` leaves its connections open and answers nothing. */
export type PartVerb = "start" | "stop" | "kill" | "pause" | "resume";
/** The servers of a site that a test may treat badly. */
export type PartName = "homeserver" | "sfu" | "authService";
/** What a test knows of the site. */
export interface SiteFacts {
  readonly addresses: Readonly<Record<"app" | "homeserver" | "homeserverName" | "authService" | "sfu", string>>;
  readonly livekit: { readonly key: string; readonly secret: string };
  readonly registrationSharedSecret: string;
}
type Part = Readonly<Record<PartVerb, () => unknown>>;
type Site = SiteFacts & Readonly<Record<PartName, Part>>;

const verbs: readonly string[] = ["start", "stop", "kill", "pause", "resume"] satisfies readonly PartVerb[];
const parts: readonly string[] = ["homeserver", "sfu", "authService"] satisfies readonly PartName[];
const isVerb = (text: string | undefined): text is PartVerb => verbs.includes(text ?? "");
const isPart = (text: string | undefined): text is PartName => parts.includes(text ?? "");

/** Lets tests, which run in another process, reach the site: `GET /site`, `POST /<part>/<verb>`. Loopback only. */
export async function serveControl(site: Site): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const { addresses, livekit, registrationSharedSecret } = site;
  const server = createServer(async (request, response) => {
    const [, part, verb] = (request.url ?? "").split("/");
    try {
      if (request.method === "POST" && isPart(part) && isVerb(verb)) {
        await site[part][verb]();
        response.end("{}");
      } else if (part === "site") {
        response.end(JSON.stringify({ addresses, livekit, registrationSharedSecret } satisfies SiteFacts));
      } else {
        response.writeHead(404).end();
      }
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
