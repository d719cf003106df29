import { SetupFault } from "../../native/fault.mjs";
import { readDomain } from "../answers.mjs";

const names = [
  "server-name",
  "well-known",
  "homeserver",
  "federation",
  "auth-service",
  "sfu",
  "app",
  "media-udp",
  "media-tcp",
  "turn-udp",
  "turn-tls",
];
const isPlace = (name) => /^(media|turn)-/.test(name);

function readPlace(name, text) {
  const match = /^(?<host>[^\s:]+|\[[0-9a-fA-F:]+\]):(?<port>\d{1,5})$/.exec(text);
  if (!match) throw new SetupFault(`${name} must look like host:port, not "${text}".`);
  return { host: match.groups.host.replace(/^\[|\]$/g, ""), port: Number(match.groups.port) };
}

function readAddress(name, text) {
  const schemes = name === "sfu" ? ["ws:", "wss:"] : ["http:", "https:"];
  if (!URL.canParse(text) || !schemes.includes(new URL(text).protocol))
    throw new SetupFault(
      `${name} must begin with ${schemes.map((each) => `${each}//`).join(" or ")}, not be "${text}".`,
    );
  return text;
}

/**
 * Reads what to check: a domain, `name=address` pairs, or both, with commas between.
 * @returns what is known of the deployment; what is null is found out, or not checked. @faults SetupFault
 */
export function readTarget(text) {
  const given = {};
  let domain = null;
  for (const item of text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean)) {
    const at = item.indexOf("=");
    const name = item.slice(0, Math.max(0, at));
    const value = item.slice(at + 1);
    if (at < 0 && domain === null) domain = readDomain(item);
    else if (!names.includes(name))
      throw new SetupFault(
        `There is no "${item}" to check; there are a domain, and ${names.map((each) => `${each}=…`).join(", ")}.`,
      );
    else if (name === "server-name") given[name] = value;
    else
      given[name] = isPlace(name)
        ? readPlace(name, value)
        : readAddress(name, value).replace(/\/+$/, name === "auth-service" ? "$&" : "");
  }
  if (domain === null && Object.keys(given).length === 0)
    throw new SetupFault("Say what to check: npm run setup -- --check example.org");
  return {
    serverName: given["server-name"] ?? domain,
    wellKnown: given["well-known"] ?? (domain === null ? null : `https://${domain}`),
    homeserver: given["homeserver"] ?? null,
    federation: given["federation"] ?? null,
    authService: given["auth-service"] ?? null,
    sfu: given["sfu"] ?? null,
    app: given["app"] ?? (domain === null ? null : `https://call.${domain}`),
    isAppGuessed: given["app"] === undefined,
    mediaUdp: given["media-udp"] ?? null,
    mediaTcp: given["media-tcp"] ?? null,
    turnUdp: given["turn-udp"] ?? null,
    turnTls: given["turn-tls"] ?? null,
  };
}
