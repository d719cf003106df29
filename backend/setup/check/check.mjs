import { checkApp } from "./app.mjs";
import { checkAuthService } from "./authService.mjs";
import { checkFederation } from "./federation.mjs";
import { broken, unasked } from "./hop.mjs";
import { checkDelayedEvents, checkHomeserver, checkTransports } from "./homeserver.mjs";
import { checkMedia } from "./media.mjs";
import { checkSfu, fetchSfuToken, guessSfu } from "./sfu.mjs";
import { withSfuSession } from "./sfuSession.mjs";
import { checkClientWellKnown } from "./wellKnown.mjs";

/** Where our own deployment has media and TURN, for an SFU that is where ours is. */
function guessPlaces({ sfu, serverName }, isOurs) {
  if (!isOurs) return {};
  const { hostname } = new URL(sfu);
  const turn = `turn.${serverName}`;
  return {
    mediaUdp: { host: hostname, port: 7882 },
    mediaTcp: { host: hostname, port: 7881 },
    turnUdp: { host: turn, port: 3478 },
    turnTls: { host: turn, port: 443 },
  };
}

const given = (places) =>
  Object.fromEntries(Object.entries(places).filter(([, value]) => value !== null && value !== undefined));

async function checkMediaOf(target, { jwt, isOurs }, options) {
  const { mediaUdp, mediaTcp, turnUdp, turnTls } = target;
  const named = given({ mediaUdp, mediaTcp, turnUdp, turnTls });
  const withDefaults = (places) => ({
    ice: null,
    mediaUdp: null,
    mediaTcp: null,
    turnUdp: null,
    turnTls: null,
    ...places,
    ...named,
  });
  if (jwt === null) return checkMedia(withDefaults(guessPlaces(target, isOurs)), options);
  if (typeof WebSocket === "undefined")
    return [unasked("media", "this Node has no WebSocket", "Run the check with Node 22 or newer.")];
  const hops = await withSfuSession({ sfu: target.sfu, jwt }, (places) => checkMedia(withDefaults(places), options));
  return (
    hops ?? [
      broken(
        "media",
        "sfu_silent",
        `${target.sfu} took the token and told no address of media`,
        "See the SFU's log; the proxy must not hold back what the SFU sends (proxy_buffering off).",
      ),
    ]
  );
}

/**
 * Checks a deployment hop by hop from where this runs, as browsers and other servers meet it.
 * `target` is what `readTarget` gives. `accessToken`, of any account there, opens the hops that only users get to see.
 * `ca` is an authority to trust besides none of the usual ones, in PEM; `timeoutMs` is for one request, `mediaTimeoutMs` for one question to a media port.
 * @param {ReturnType<typeof import("./target.mjs").readTarget>} target
 * @param {{ accessToken?: string | null, ca?: string | string[], timeoutMs?: number, mediaTimeoutMs?: number }} [options]
 * @returns the hops in the order in which a call needs them
 */
export async function checkDeployment(target, { accessToken = null, ca, timeoutMs, mediaTimeoutMs } = {}) {
  const options = { ca, timeoutMs, mediaTimeoutMs };
  const wellKnown = await checkClientWellKnown(target, options);
  const found = { ...target, homeserver: target.homeserver ?? wellKnown.homeserver, accessToken };
  const homeserver = await checkHomeserver(found, options);
  const isThere = homeserver[0]?.state === "ok";
  const transports = isThere ? await checkTransports(found, options) : { hops: [], authService: null };
  const delayedEvents = isThere ? await checkDelayedEvents(found, options) : [];
  const federation = await checkFederation(found, options);
  found.authService ??= transports.authService ?? wellKnown.authService;
  const authService = await checkAuthService(found, options);
  const isGranting = authService[0]?.state === "ok";
  const grant = isGranting
    ? await fetchSfuToken(found, options)
    : { hop: unasked("auth-service.grant", "the service does not answer"), url: null, jwt: null };
  const guessed = guessSfu(found.authService);
  found.sfu ??= grant.url ?? guessed;
  const sfu = await checkSfu({ sfu: found.sfu, jwt: grant.jwt }, options);
  const jwt = sfu.some(({ id, state }) => id === "sfu.socket" && state === "ok") ? grant.jwt : null;
  const isOurs = found.sfu !== null && found.sfu === guessed && found.serverName !== null;
  const media = await checkMediaOf(found, { jwt, isOurs }, options);
  const app = await checkApp(found, options);
  return [
    ...wellKnown.hops,
    ...homeserver,
    ...transports.hops,
    ...delayedEvents,
    ...federation,
    ...authService,
    grant.hop,
    ...sfu,
    ...media,
    ...app,
  ];
}
