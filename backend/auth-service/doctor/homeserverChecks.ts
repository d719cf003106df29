import { readJsonField, readJsonString } from "../jsonField.ts";
import type { FindClientApi } from "../delegation/clientApi.ts";
import type { Agents } from "../network/agents.ts";
import { NOT_ALLOWED, exchange } from "../network/exchange.ts";
import type { Target } from "../network/exchange.ts";
import { targetOfUrl } from "../network/urlTarget.ts";
import type { FindServer } from "../serverDiscovery.ts";
import { bad, good } from "./findings.ts";
import type { Finding } from "./findings.ts";

/** What checking a homeserver takes. */
export interface HomeserverCheckParts {
  readonly strangers: Agents;
  readonly trusted: Agents;
  readonly overrides: ReadonlyMap<string, string>;
  readonly findServer: FindServer;
  readonly findClientApi: FindClientApi;
}

const BOUNDS = { maxBytes: 64 * 1024, timeoutMs: 5000 };

function remedyFor(reason: string, address: string): string {
  if (reason === NOT_ALLOWED)
    return "Allow its network with LIVEKIT_ALLOWED_NETWORKS, or give the name a public address.";
  if (/CERT|SIGNATURE|ALTNAME|ISSUER/.test(reason))
    return "Give it a certificate for its name from an authority that this machine trusts (NODE_EXTRA_CA_CERTS adds one).";
  return `Make ${address} reachable from this machine, or correct the homeserver's .well-known/matrix/server.`;
}

async function checkFederation(parts: HomeserverCheckParts, name: string, target: Target): Promise<readonly Finding[]> {
  const address = `${target.host}:${target.port}`;
  const version = await exchange(parts.strangers, target, { path: "/_matrix/federation/v1/version" }, BOUNDS);
  if (!version.ok) {
    return [
      bad(`homeserver ${name}`, `${address} does not answer: ${version.fault}`, remedyFor(version.fault, address)),
    ];
  }
  const call = { path: "/_matrix/federation/v1/openid/userinfo?access_token=parley-doctor" };
  const userinfo = await exchange(parts.strangers, target, call, BOUNDS);
  const errcode = userinfo.ok ? readJsonString(userinfo.value.text, ["errcode"]) : null;
  const isOpenId = errcode === "M_UNKNOWN_TOKEN" || errcode === "M_MISSING_TOKEN";
  const told = userinfo.ok
    ? `status ${userinfo.value.status}${errcode === null ? "" : `, ${errcode}`}`
    : userinfo.fault;
  return [
    good(`homeserver ${name}`, `${address} answers`),
    isOpenId
      ? good(`openid ${name}`, "it judges OpenID tokens")
      : bad(
          `openid ${name}`,
          `it does not judge an OpenID token: ${told}`,
          "Serve the `openid` or `federation` resource there (Synapse: `listeners`), and let the proxy pass /_matrix/federation/v1/openid.",
        ),
  ];
}

async function checkClientApi(parts: HomeserverCheckParts, name: string): Promise<Finding> {
  const check = `delayed events ${name}`;
  const baseUrl = await parts.findClientApi(name);
  if (baseUrl === null) {
    const found = `https://${name}/.well-known/matrix/client names no m.homeserver.base_url`;
    return bad(
      check,
      found,
      "Serve that file, or set LIVEKIT_CS_API_URL_OVERRIDES: without it, no leave can be delegated.",
    );
  }
  const { target, base } = targetOfUrl(baseUrl);
  const agents = parts.overrides.has(name) ? parts.trusted : parts.strangers;
  const answer = await exchange(agents, target, { path: `${base}/_matrix/client/versions` }, BOUNDS);
  if (!answer.ok) return bad(check, `${baseUrl} does not answer: ${answer.fault}`, remedyFor(answer.fault, baseUrl));
  if (readJsonField(answer.value.text, ["unstable_features", "org.matrix.msc4140"]) === true)
    return good(check, `${baseUrl} has delayed events`);
  return bad(
    check,
    `${baseUrl} has no delayed events`,
    "Turn them on (Synapse: max_event_delay_duration), or lost members stay in the call.",
  );
}

/** Checks a homeserver: whether it is found and answers, judges OpenID tokens, and has delayed events. */
export async function checkHomeserver(parts: HomeserverCheckParts, name: string): Promise<readonly Finding[]> {
  const target = await parts.findServer(name);
  if (target === null) {
    return [
      bad(
        `homeserver ${name}`,
        "it is no server name",
        "Correct LIVEKIT_FULL_ACCESS_HOMESERVERS: names have no scheme and no path.",
      ),
    ];
  }
  const [federation, clientApi] = await Promise.all([
    checkFederation(parts, name, target),
    checkClientApi(parts, name),
  ]);
  return [...federation, clientApi];
}
