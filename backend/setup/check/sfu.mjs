import { ask, corsFault, shown } from "./ask.mjs";
import { broken, ok, unasked } from "./hop.mjs";
import { unreached } from "./unreached.mjs";

const UPGRADE = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "cGFybGV5LWNoZWNrLTEyMw==",
};
const PATH_REMEDY =
  "Let the proxy send this path to the SFU's port 7880 with the prefix taken away, and name the very same address in LIVEKIT_URL.";

const httpOf = (sfu) => sfu.replace(/^ws/, "http").replace(/\/+$/, "");

/** Where the SFU is when nobody said: beside an authorisation service at `…/livekit/jwt`, or null. */
export function guessSfu(authService) {
  return authService?.endsWith("/livekit/jwt") ? authService.replace(/^http/, "ws").replace(/jwt$/, "sfu") : null;
}

/** Gets a token as a member would, with an OpenID token of the account. @returns `{ hop, url, jwt }` */
export async function fetchSfuToken({ homeserver, authService, accessToken }, options) {
  const id = "auth-service.grant";
  if (!accessToken || homeserver === null || authService === null)
    return {
      hop: unasked(id, "tokens are for users only", "Give an access token in PARLEY_ACCESS_TOKEN."),
      url: null,
      jwt: null,
    };
  const none = (hop) => ({ hop, url: null, jwt: null });
  const post = (url, body, headers = {}) =>
    ask(url, {
      ...options,
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const bearer = { Authorization: `Bearer ${accessToken}` };
  const who = await ask(`${homeserver}/_matrix/client/v3/account/whoami`, { ...options, headers: bearer });
  const { user_id: userId, device_id: deviceId = "CHECK" } = who.json ?? {};
  if (typeof userId !== "string")
    return none(
      broken(
        id,
        "access_token",
        `GET /account/whoami: ${shown(who)}`,
        "Give an access token that is still good, of an account of this homeserver.",
      ),
    );
  const openId = await post(
    `${homeserver}/_matrix/client/v3/user/${encodeURIComponent(userId)}/openid/request_token`,
    {},
    bearer,
  );
  if (openId.status !== 200)
    return none(
      broken(
        id,
        "openid_refused",
        `POST …/openid/request_token: ${shown(openId)}`,
        "Let the proxy send …/openid/request_token to Synapse's main process; guests get none.",
      ),
    );
  const room = `!parley-check:${userId.slice(userId.indexOf(":") + 1)}`;
  const granted = await post(`${authService}/sfu/get`, { room, openid_token: openId.json, device_id: deviceId });
  const { url, jwt } = granted.json ?? {};
  const proof = `POST ${authService}/sfu/get as ${userId}: ${shown(granted)}`;
  if (granted.status === 401)
    return none(
      broken(
        id,
        "grant_unauthorised",
        proof,
        "The service could not ask the homeserver who this is: check the hops of federation, and that the service's machine reaches that address and trusts its certificate.",
      ),
    );
  if (typeof url !== "string" || typeof jwt !== "string")
    return none(
      broken(
        id,
        "grant_failed",
        proof,
        "The service could not open a room at the SFU: check LIVEKIT_URL, and that LIVEKIT_KEY and LIVEKIT_SECRET are those of the SFU; both clocks must agree within a minute.",
      ),
    );
  return { hop: ok(id, `${proof}, ${url}`), url, jwt };
}

/** Checks the SFU's signalling address: first without a token, then, with one, that a socket opens. */
export async function checkSfu({ sfu, jwt }, options) {
  const id = "sfu";
  if (sfu === null)
    return [
      unasked(
        id,
        "its address is told with a token only",
        "Give an access token in PARLEY_ACCESS_TOKEN, or name it: sfu=wss://…",
      ),
    ];
  const url = `${httpOf(sfu)}/rtc/validate`;
  const answer = await ask(url, options);
  if (!answer.reached) return [unreached(id, url, answer, "the SFU")];
  const proof = `GET ${url} without a token: ${shown(answer)}`;
  if (answer.status >= 502)
    return [
      broken(
        id,
        "sfu_down",
        proof,
        "The proxy answers and the SFU behind it does not: see its log (docker compose logs livekit).",
      ),
    ];
  if (answer.status !== 401) return [broken(id, "sfu_elsewhere", `${proof}, where 401 is due`, PATH_REMEDY)];
  const cors = corsFault(answer);
  const hops = [
    ok(id, proof),
    cors === null
      ? ok("sfu.cors", "Access-Control-Allow-Origin is there once")
      : broken(
          "sfu.cors",
          "sfu_cors",
          `GET ${url}: ${cors}`,
          "The SFU sends these headers itself: let the proxy neither take them away nor add its own.",
        ),
  ];
  return [...hops, await checkSocket(httpOf(sfu), jwt, options)];
}

async function checkSocket(base, jwt, options) {
  const id = "sfu.socket";
  if (jwt === null)
    return unasked(id, "a socket opens with a token only", "Give an access token in PARLEY_ACCESS_TOKEN.");
  const query = new URLSearchParams({ access_token: jwt, protocol: "15", auto_subscribe: "0" });
  const valid = await ask(`${base}/rtc/validate?${query}`, options);
  if (valid.status !== 200)
    return broken(
      id,
      "sfu_refuses_token",
      `GET ${base}/rtc/validate with a token: ${shown(valid)}`,
      "401: LIVEKIT_KEY and LIVEKIT_SECRET are not those of the SFU, or its clock is wrong. 404: the account's homeserver is not in LIVEKIT_FULL_ACCESS_HOMESERVERS.",
    );
  const opened = await ask(`${base}/rtc?${query}`, { ...options, headers: UPGRADE });
  const proof = `GET ${base}/rtc with Upgrade: ${shown(opened)}`;
  return opened.status === 101
    ? ok(id, proof)
    : broken(
        id,
        "sfu_no_upgrade",
        `${proof}, where 101 is due`,
        "Let the proxy pass the headers Upgrade and Connection on, with HTTP/1.1 (nginx/site.conf).",
      );
}
