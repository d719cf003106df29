import { ask, corsFault, shown } from "./ask.mjs";
import { broken, ok, unasked, warning } from "./hop.mjs";
import { unreached } from "./unreached.mjs";
import { firstLivekit, serviceUrlFault } from "./wellKnown.mjs";

/** The longest leave that clients ask for, in ms: the one they hand over to the authorisation service. */
const LONGEST_LEAVE_MS = 3_600_000;
/** Two devices of one user in a call begin with this many changes of delayed events within a few seconds. */
const CHANGES_AT_ONCE = 10;

const features = [
  {
    flag: "org.matrix.msc4140",
    id: "homeserver.delayed-events",
    fault: "delayed_events_off",
    remedy: "Set max_event_delay_duration: 24h in homeserver.yaml; without it a member who is lost stays in the call.",
    says: broken,
  },
  {
    flag: "org.matrix.msc4143",
    id: "homeserver.transports",
    fault: "transports_off",
    remedy: "Set experimental_features: { msc4143_enabled: true } and matrix_rtc.transports in homeserver.yaml.",
    says: broken,
  },
  {
    flag: "org.matrix.msc4354",
    id: "homeserver.sticky-events",
    fault: "sticky_events_off",
    remedy:
      "Set experimental_features: { msc4354_enabled: true } in homeserver.yaml; calls in their newest form need it.",
    says: warning,
  },
];

/** Checks that the homeserver answers, lets pages read, and has what calls use. */
export async function checkHomeserver({ homeserver }, options) {
  const id = "homeserver";
  if (homeserver === null) return [unasked(id, "its address is not known")];
  const url = `${homeserver}/_matrix/client/versions`;
  const answer = await ask(url, options);
  if (!answer.reached) return [unreached(id, url, answer, "the homeserver")];
  if (answer.status !== 200 || !Array.isArray(answer.json?.versions))
    return [
      broken(
        id,
        "homeserver_elsewhere",
        `GET ${url}: ${shown(answer)}`,
        `See that the homeserver runs, that ${homeserver} is its address, and that the proxy sends /_matrix to it.`,
      ),
    ];
  const cors = corsFault(answer);
  const flags = answer.json.unstable_features ?? {};
  return [
    ok(id, `GET ${url}: 200`),
    cors === null
      ? ok("homeserver.cors", "Access-Control-Allow-Origin is there once")
      : broken(
          "homeserver.cors",
          "homeserver_cors",
          `GET ${url}: ${cors}`,
          "Synapse sends these headers itself: let the proxy neither take them away nor add its own.",
        ),
    ...features.map(({ flag, id: feature, fault, remedy, says }) =>
      flags[flag] === true
        ? ok(feature, `${flag} is true in /versions`)
        : says(feature, fault, `${flag} is ${flags[flag] ?? "not there"} in /versions`, remedy),
    ),
  ];
}

const authorised = (options, accessToken) => ({ ...options, headers: { Authorization: `Bearer ${accessToken}` } });

/** Checks the endpoint that tells where media servers are. @returns `{ hops, authService }` */
export async function checkTransports({ homeserver, accessToken }, options) {
  const id = "transports";
  const nothing = (...hops) => ({ hops, authService: null });
  if (homeserver === null) return nothing(unasked(id, "the homeserver's address is not known"));
  const path = "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports";
  const answer = await ask(`${homeserver}${path}`, accessToken ? authorised(options, accessToken) : options);
  const proof = `GET ${homeserver}${path}: ${shown(answer)}`;
  if (!answer.reached) return nothing(unreached(id, `${homeserver}${path}`, answer, "the homeserver"));
  if (answer.status === 404)
    return nothing(
      broken(
        id,
        "transports_missing",
        proof,
        "Set experimental_features: { msc4143_enabled: true } in homeserver.yaml, and let the proxy send all of /_matrix to it.",
      ),
    );
  const cors = corsFault(answer);
  if (cors !== null)
    return nothing(
      broken(
        id,
        "transports_cors",
        `${proof}, ${cors}`,
        "Let the proxy leave the homeserver's own CORS headers as they are.",
      ),
    );
  if (answer.status === 401 && !accessToken)
    return nothing(ok(id, `${proof} (there; its content is told to users only)`));
  if (answer.status === 401)
    return nothing(unasked(id, `${proof} with the access token`, "Give an access token that is still good."));
  const entry = firstLivekit(answer.json?.rtc_transports);
  if (answer.status !== 200 || !entry)
    return nothing(
      broken(
        id,
        "transports_empty",
        `${proof}, no LiveKit entry`,
        "Name the authorisation service under matrix_rtc.transports in homeserver.yaml.",
      ),
    );
  const fault = serviceUrlFault(entry.livekit_service_url);
  if (fault !== null)
    return nothing(
      broken(
        id,
        "transports_address",
        fault,
        "Write livekit_service_url with https and without a slash at its end in homeserver.yaml.",
      ),
    );
  return { hops: [ok(id, `${proof}, ${entry.livekit_service_url}`)], authService: entry.livekit_service_url };
}

async function changeDelayedEvent(homeserver, action, options) {
  // No such event: only who answers, and in which words, is of interest. Such a change needs no account.
  const url = `${homeserver}/_matrix/client/unstable/org.matrix.msc4140/delayed_events/parley-check/${action}`;
  return ask(url, { ...options, method: "POST" });
}

/** Checks that each change of a delayed event reaches a process that knows it, and how many are taken at once. */
export async function checkDelayedEvents({ homeserver, accessToken }, options) {
  if (homeserver === null) return [unasked("delayed-events", "the homeserver's address is not known")];
  const hops = [];
  for (const action of ["send", "cancel", "restart"]) {
    const id = `delayed-events.${action}`;
    const answer = await changeDelayedEvent(homeserver, action, options);
    const proof = `POST …/delayed_events/<unknown>/${action}: ${shown(answer)}`;
    const { errcode } = answer.json ?? {};
    if (errcode === "M_NOT_FOUND" || errcode === "M_LIMIT_EXCEEDED") hops.push(ok(id, proof));
    else if (errcode === "M_UNRECOGNIZED")
      hops.push(
        broken(
          id,
          "delayed_event_at_worker",
          proof,
          `Send …/delayed_events/…/${action} to Synapse's main process (or the feature is off): clients take a worker's 404 for done, and whoever left stays in the call.`,
        ),
      );
    else
      hops.push(
        broken(
          id,
          "delayed_event_refused",
          proof,
          "Set max_event_delay_duration in homeserver.yaml, and let the proxy send all of /_matrix to the homeserver.",
        ),
      );
  }
  hops.push(await checkChangesAtOnce(homeserver, options), await checkLongest(homeserver, accessToken, options));
  return hops;
}

async function checkChangesAtOnce(homeserver, options) {
  const id = "limits.delayed-events";
  const answers = await Promise.all(
    Array.from({ length: CHANGES_AT_ONCE }, () => changeDelayedEvent(homeserver, "restart", options)),
  );
  const refusedCount = answers.filter(({ status }) => status === 429).length;
  return refusedCount === 0
    ? ok(id, `${CHANGES_AT_ONCE} changes of delayed events at once were taken`)
    : warning(
        id,
        "limit_too_low",
        `${refusedCount} of ${CHANGES_AT_ONCE} changes of delayed events at once were refused (429)`,
        "Set rc_delayed_event_mgmt: { per_second: 5, burst_count: 50 } in homeserver.yaml: each device in a call makes one every 4 s.",
      );
}

async function checkLongest(homeserver, accessToken, options) {
  const id = "limits.longest-delay";
  if (!accessToken) return unasked(id, "told to users only", "Give an access token in PARLEY_ACCESS_TOKEN.");
  const answer = await ask(`${homeserver}/_matrix/client/v3/capabilities`, authorised(options, accessToken));
  const longest = answer.json?.capabilities?.["org.matrix.msc4140.delayed_events"]?.max_delay_ms;
  if (typeof longest !== "number") return unasked(id, `GET /capabilities: ${shown(answer)}, no max_delay_ms`);
  const proof = `max_delay_ms is ${longest}`;
  return longest >= LONGEST_LEAVE_MS
    ? ok(id, proof)
    : broken(
        id,
        "delay_too_short",
        proof,
        "Set max_event_delay_duration: 24h in homeserver.yaml: clients ask for an hour, are refused, and join without any delayed leave.",
      );
}
