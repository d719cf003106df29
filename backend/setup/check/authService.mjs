import { ask, corsFault, shown } from "./ask.mjs";
import { broken, ok, unasked, warning } from "./hop.mjs";
import { unreached } from "./unreached.mjs";

const PROXY_REMEDY =
  "Let the proxy send this path to the authorisation service, with the prefix taken away and without headers of its own.";

async function checkHealth(base, options) {
  const id = "auth-service";
  const url = `${base}/healthz`;
  const answer = await ask(url, options);
  if (!answer.reached) return unreached(id, url, answer, "the authorisation service");
  const proof = `GET ${url}: ${shown(answer)}`;
  if (answer.status === 502 || answer.status === 503 || answer.status === 504)
    return broken(
      id,
      "auth_service_down",
      proof,
      "The proxy answers and the service behind it does not: see its log (docker compose logs auth-service) and the port that the proxy names.",
    );
  if (answer.status !== 200 || answer.text !== "")
    return broken(
      id,
      "auth_service_elsewhere",
      `${proof}, where an empty 200 is due`,
      `Something else answers at ${base}. ${PROXY_REMEDY}`,
    );
  return ok(id, proof);
}

async function checkToken(base, options) {
  const id = "auth-service.token";
  const posted = await ask(`${base}/sfu/get`, {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: "{}",
  });
  const got = await ask(`${base}/sfu/get`, options);
  const proof = `POST ${base}/sfu/get with nothing in it: ${shown(posted)}; GET: ${shown(got)}`;
  if (posted.status !== 400 || !posted.json?.errcode?.startsWith?.("M_"))
    return [broken(id, "token_endpoint", `${proof}, where 400 M_BAD_JSON is due`, PROXY_REMEDY)];
  const cors = corsFault(posted);
  return [
    got.status === 405 ? ok(id, proof) : warning(id, "token_methods", `${proof}, where 405 is due`, PROXY_REMEDY),
    cors === null
      ? ok("auth-service.cors", "Access-Control-Allow-Origin is there once, also with an error")
      : broken(
          "auth-service.cors",
          "auth_service_cors",
          `POST ${base}/sfu/get: ${cors}`,
          "The service sends these headers itself: let the proxy neither take them away nor add its own, also for errors.",
        ),
  ];
}

/** Browsers ask first whether they may post JSON. */
async function checkPreflight(base, options) {
  const id = "auth-service.preflight";
  const headers = { "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type" };
  const answer = await ask(`${base}/get_token`, { ...options, method: "OPTIONS", headers });
  const allowed = String(answer.headers?.["access-control-allow-headers"] ?? "").toLowerCase();
  const proof = `OPTIONS ${base}/get_token: ${shown(answer)}`;
  return answer.reached && answer.status < 300 && corsFault(answer) === null && /content-type|\*/.test(allowed)
    ? ok(id, proof)
    : broken(
        id,
        "auth_service_preflight",
        `${proof}, Access-Control-Allow-Headers "${allowed}"`,
        "Let the proxy pass OPTIONS requests on to the authorisation service.",
      );
}

/** Clients take any answer but 404 for a promise to take over their leaves, and then let them run for an hour. */
async function checkDelegation(base, options) {
  const id = "auth-service.delegation";
  const answer = await ask(`${base}/delegate_delayed_leave`, { ...options, method: "POST" });
  const proof = `POST ${base}/delegate_delayed_leave with nothing in it: ${shown(answer)}`;
  if (answer.status === 400 && answer.json?.errcode?.startsWith?.("M_"))
    return ok(id, `${proof} (leaves can be handed over)`);
  if (answer.status === 404) return ok(id, `${proof} (leaves stay with the clients)`);
  return broken(
    id,
    "delegation_promised",
    proof,
    "Answer 404 where there is no such route: clients take anything else for a promise, and who crashes stays in the call for an hour.",
  );
}

/** Checks the authorisation service as a browser meets it, without an account. */
export async function checkAuthService({ authService }, options) {
  if (authService === null)
    return [
      broken(
        "auth-service",
        "no_transport",
        "neither the homeserver nor .well-known told of one",
        "Name it under matrix_rtc.transports in homeserver.yaml and as org.matrix.msc4143.rtc_foci in .well-known/matrix/client; or check it by auth-service=https://…",
      ),
    ];
  const health = await checkHealth(authService, options);
  if (health.state === "broken" && health.fault !== "auth_service_elsewhere")
    return [health, unasked("auth-service.token", "the service does not answer")];
  return [
    health,
    ...(await checkToken(authService, options)),
    await checkPreflight(authService, options),
    await checkDelegation(authService, options),
  ];
}
