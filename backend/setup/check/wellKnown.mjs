import { ask, corsFault, shown } from "./ask.mjs";
import { broken, ok, unasked, warning } from "./hop.mjs";
import { unreached } from "./unreached.mjs";

const FOCI = "org.matrix.msc4143.rtc_foci";

/** What is wrong with the address of an authorisation service as clients are told it; null when nothing is. */
export function serviceUrlFault(url) {
  if (typeof url !== "string" || !URL.canParse(url)) return `livekit_service_url is no address: ${JSON.stringify(url)}`;
  if (url.endsWith("/")) return `livekit_service_url ends in a slash: ${url}`;
  const { protocol, hostname } = new URL(url);
  if (protocol !== "https:" && !(protocol === "http:" && ["localhost", "127.0.0.1"].includes(hostname)))
    return `livekit_service_url is not https: ${url}`;
  return null;
}

/** The first LiveKit entry of a list of transports, as clients choose it. */
export function firstLivekit(transports) {
  return Array.isArray(transports) ? transports.find((each) => each?.type === "livekit") : undefined;
}

function fociHop(json, url) {
  const id = "well-known.foci";
  const entry = firstLivekit(json[FOCI]);
  if (!entry)
    return warning(
      id,
      "foci_missing",
      `${url} has no LiveKit entry in ${FOCI}`,
      `Add ${FOCI}: [{ "type": "livekit", "livekit_service_url": "https://…" }]; older clients and some messengers look only there.`,
    );
  const fault = serviceUrlFault(entry.livekit_service_url);
  if (fault !== null)
    return broken(
      id,
      "foci_address",
      fault,
      "Write the address with https and without a slash at its end: clients append to it as it is.",
    );
  return ok(id, `${FOCI}: ${entry.livekit_service_url}`);
}

/** Checks `.well-known/matrix/client`. @returns `{ hops, homeserver, authService }`, the addresses it names or null */
export async function checkClientWellKnown({ wellKnown, homeserver }, options) {
  const id = "well-known.client";
  if (wellKnown === null) return { hops: [unasked(id, "no address of it was given")], homeserver, authService: null };
  const url = `${wellKnown}/.well-known/matrix/client`;
  const answer = await ask(url, options);
  const none = (hop) => ({ hops: [hop], homeserver, authService: null });
  if (!answer.reached) return none(unreached(id, url, answer, "the web server of the domain"));
  const baseUrl = answer.json?.["m.homeserver"]?.base_url;
  if (answer.status !== 200 || !URL.canParse(baseUrl)) {
    const proof = `GET ${url}: ${shown(answer)}${answer.json ? " without m.homeserver.base_url" : ""}`;
    return none(
      broken(
        id,
        "well_known_unreadable",
        proof,
        `Let the web server of the domain answer this path with JSON that holds m.homeserver.base_url (caddy/snippets/wellKnown.caddy), ahead of any rule for pages.`,
      ),
    );
  }
  const cors = corsFault(answer);
  return {
    hops: [
      ok(id, `GET ${url}: m.homeserver is ${baseUrl}`),
      cors === null
        ? ok("well-known.cors", `Access-Control-Allow-Origin: ${answer.headers["access-control-allow-origin"]}`)
        : broken(
            "well-known.cors",
            "well_known_cors",
            `GET ${url}: ${cors}`,
            `Send Access-Control-Allow-Origin: * once with this path; without it no page may read it.`,
          ),
      fociHop(answer.json, url),
    ],
    homeserver: homeserver ?? baseUrl.replace(/\/+$/, ""),
    authService: firstLivekit(answer.json[FOCI])?.livekit_service_url ?? null,
  };
}
