import { randomBytes } from "node:crypto";
import { fieldOf, fieldsOf, textsOf } from "./protobuf.mjs";

/** How long the SFU may take to say where media goes, in ms. */
const LONGEST_WAIT_MS = 6000;
/** Candidates come within moments of each other: how long to wait for one more, in ms. */
const QUIET_MS = 700;
/** Fields of the SFU's signalling messages. @see livekit_rtc.proto of the SFU's protocol, SignalResponse and SignalRequest */
const RESPONSE = { join: 1, offer: 3, trickle: 4 };
const REQUEST = { answer: 2, leave: 8 };
const JOIN_ICE_SERVERS = 5;

/** An answer that takes part in finding a way and in nothing more. */
function answerTo(sdp, { ufrag, password }) {
  const media = sdp.split(/\r?\nm=/).slice(1);
  const mids = media.map((part) => /a=mid:(\S+)/.exec(part)?.[1] ?? "0");
  const transport = [
    "c=IN IP4 0.0.0.0",
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${password}`,
    `a=fingerprint:sha-256 ${[...randomBytes(32)].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(":")}`,
    "a=setup:active",
  ];
  const parts = media.flatMap((part, index) => [
    `m=${/^[^\r\n]*/.exec(part)?.[0] ?? ""}`,
    ...transport,
    `a=mid:${mids[index]}`,
    ...(part.startsWith("application") ? ["a=sctp-port:5000"] : ["a=inactive", "a=rtcp-mux"]),
  ]);
  const head = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", `a=group:BUNDLE ${mids.join(" ")}`];
  return `${[...head, ...parts].join("\r\n")}\r\n`;
}

function addressOf(candidate) {
  const [, , transport, , host, port, , type, ...rest] = candidate.replace(/^candidate:/, "").split(" ");
  return {
    transport: transport?.toLowerCase(),
    host,
    port: Number(port),
    isHost: type === "host",
    isActive: rest.includes("active"),
  };
}

function turnOf(urls, scheme, transport) {
  for (const url of urls) {
    const match = /^(?<scheme>turns?):(?<host>[^:?]+):(?<port>\d+)(?:\?transport=(?<transport>\w+))?/.exec(url);
    if (match?.groups.scheme === scheme && (match.groups.transport ?? "udp") === transport)
      return { host: match.groups.host, port: Number(match.groups.port) };
  }
  return null;
}

/** What was learnt, as targets of `checkMedia`. */
function targetsOf({ candidates, urls, ice }) {
  const addresses = candidates.map(addressOf).filter(({ isHost }) => isHost);
  const first = (transport) => addresses.find((each) => each.transport === transport && !each.isActive) ?? null;
  const placeOf = (found) => found && { host: found.host, port: found.port };
  return {
    ice,
    mediaUdp: placeOf(first("udp")),
    mediaTcp: placeOf(first("tcp")),
    turnUdp: turnOf(urls, "turn", "udp"),
    turnTls: turnOf(urls, "turns", "tcp"),
  };
}

/**
 * Joins the room of `jwt` for a moment and lets `use` look at where media would go while the SFU waits for us there.
 * @returns what `use` gives, or null when the SFU told nothing in time.
 */
export async function withSfuSession({ sfu, jwt }, use) {
  const query = new URLSearchParams({
    access_token: jwt,
    protocol: "15",
    auto_subscribe: "0",
    sdk: "js",
    version: "2.0.0",
  });
  const socket = new WebSocket(`${sfu.replace(/\/+$/, "")}/rtc?${query}`);
  socket.binaryType = "arraybuffer";
  const own = { ufrag: randomBytes(4).toString("hex"), password: randomBytes(16).toString("hex") };
  const candidates = [];
  let urls = [];
  let ice = null;
  try {
    await new Promise((resolve) => {
      const longest = setTimeout(resolve, LONGEST_WAIT_MS);
      let quiet = null;
      const settle = () => {
        clearTimeout(quiet);
        if (ice !== null && candidates.length > 0)
          quiet = setTimeout(() => {
            clearTimeout(longest);
            resolve();
          }, QUIET_MS);
      };
      socket.addEventListener("error", () => {
        clearTimeout(longest);
        resolve();
      });
      socket.addEventListener("message", ({ data }) => {
        for (const [number, bytes] of fieldsOf(Buffer.from(data))) {
          if (number === RESPONSE.join)
            urls = fieldsOf(bytes)
              .filter(([each]) => each === JOIN_ICE_SERVERS)
              .flatMap(([, server]) => textsOf(server, 1));
          if (number === RESPONSE.trickle) candidates.push(JSON.parse(textsOf(bytes, 1)[0] ?? "{}").candidate ?? "");
          if (number === RESPONSE.offer) {
            const [sdp = ""] = textsOf(bytes, 2);
            candidates.push(...[...sdp.matchAll(/a=(candidate:[^\r\n]+)/g)].map(([, candidate]) => candidate));
            const ufrag = /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
            ice = { username: `${ufrag}:${own.ufrag}`, password: /a=ice-pwd:(\S+)/.exec(sdp)?.[1] ?? "" };
            socket.send(fieldOf(REQUEST.answer, Buffer.concat([fieldOf(1, "answer"), fieldOf(2, answerTo(sdp, own))])));
          }
        }
        settle();
      });
    });
    return ice === null ? null : await use(targetsOf({ candidates, urls, ice }));
  } finally {
    if (socket.readyState === WebSocket.OPEN) socket.send(fieldOf(REQUEST.leave, ""));
    socket.close();
  }
}
