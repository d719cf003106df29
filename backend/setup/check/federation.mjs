import { resolveSrv } from "node:dns/promises";
import { ask, shown } from "./ask.mjs";
import { broken, ok, unasked } from "./hop.mjs";
import { unreached } from "./unreached.mjs";

const hasPort = (name) => /:\d+$/.test(name);

/** Where other homeservers find `name`, by the Matrix rules for server discovery. */
async function addressOf(name) {
  if (hasPort(name)) return `https://${name}`;
  for (const service of ["_matrix-fed._tcp", "_matrix._tcp"]) {
    try {
      const [record] = await resolveSrv(`${service}.${name}`);
      if (record) return `https://${record.name}:${record.port}`;
    } catch {
      // No such record is the common case.
    }
  }
  return `https://${name}:8448`;
}

async function discover({ serverName, wellKnown, federation }, options) {
  const id = "well-known.server";
  if (federation !== null) return { hops: [], address: federation };
  if (serverName === null) return { hops: [unasked(id, "no server name was given")], address: null };
  if (hasPort(serverName))
    return {
      hops: [ok(id, `${serverName} names its port, so nothing is looked up`)],
      address: `https://${serverName}`,
    };
  const url = `${wellKnown ?? `https://${serverName}`}/.well-known/matrix/server`;
  const answer = await ask(url, options);
  const delegated = answer.reached && answer.status === 200 ? answer.json?.["m.server"] : undefined;
  if (typeof delegated === "string")
    return { hops: [ok(id, `GET ${url}: ${delegated}`)], address: await addressOf(delegated) };
  if (answer.reached && answer.status === 200) {
    const remedy = `Answer this path with {"m.server": "matrix.${serverName}:443"}, ahead of any rule for pages.`;
    return {
      hops: [broken(id, "server_well_known_unreadable", `GET ${url}: ${shown(answer)} without m.server`, remedy)],
      address: null,
    };
  }
  return {
    hops: [ok(id, `GET ${url}: ${shown(answer)}, so port 8448 or a DNS record tells`)],
    address: await addressOf(serverName),
  };
}

/** The authorisation service asks here whose OpenID token it was given; a wrong token must be refused in Matrix's own words. */
async function checkUserinfo(address, options) {
  const id = "federation.openid";
  const url = `${address}/_matrix/federation/v1/openid/userinfo?access_token=none`;
  const answer = await ask(url, options);
  if (answer.reached && answer.status === 401 && answer.json?.errcode !== undefined)
    return ok(id, `GET …/openid/userinfo with a wrong token: ${shown(answer)}`);
  if (answer.reached && answer.status === 500)
    return broken(
      id,
      "userinfo_at_worker",
      `GET ${url}: ${shown(answer)}`,
      "Send /_matrix/federation/v1/openid/ to Synapse's main process: a worker answers 500, and nobody gets a token for the SFU.",
    );
  return broken(
    id,
    "userinfo_missing",
    `GET ${url}: ${shown(answer)}`,
    "Give a listener of the homeserver the resource `federation` or `openid`, and let the proxy send /_matrix/federation to it.",
  );
}

/** Checks how other homeservers, and the authorisation service, reach this one. */
export async function checkFederation(target, options) {
  const id = "federation";
  const { hops, address } = await discover(target, options);
  if (address === null) return [...hops, unasked(id, "its address is not known")];
  const url = `${address}/_matrix/federation/v1/version`;
  const answer = await ask(url, options);
  if (!answer.reached) return [...hops, unreached(id, url, answer, "the homeserver's federation listener")];
  const server = answer.json?.server;
  if (answer.status !== 200 || typeof server?.name !== "string")
    return [
      ...hops,
      broken(
        id,
        "federation_elsewhere",
        `GET ${url}: ${shown(answer)}`,
        `Let ${new URL(address).host} send /_matrix/federation to the homeserver, or name the right host in .well-known/matrix/server.`,
      ),
    ];
  return [...hops, ok(id, `GET ${url}: ${server.name} ${server.version}`), await checkUserinfo(address, options)];
}
