import { broken, ok, unasked, warning } from "./hop.mjs";
import { bindOverTcp, bindOverUdp } from "./stun.mjs";

const at = ({ host, port }) => `${host}:${port}`;
const TOKEN_REMEDY = "Give an access token in PARLEY_ACCESS_TOKEN; an SFU answers only those whom it expects.";

/** Checks the way of media over UDP: `udp` is an address of the SFU, with `ice` when it expects us. */
async function checkUdp({ mediaUdp, ice }, { mediaTimeoutMs: timeoutMs }) {
  const id = "media.udp";
  if (mediaUdp === null) return unasked(id, "the SFU's address for it is not known", TOKEN_REMEDY);
  const bound = await bindOverUdp({ ...mediaUdp, ...(ice && { ice }), timeoutMs });
  const proof = `STUN binding request to UDP ${at(mediaUdp)}: ${bound.answered ? "answered" : bound.reason}`;
  if (bound.answered) return ok(id, proof);
  const remedy = `Open UDP port ${mediaUdp.port} in every firewall (also the provider's), and see that the SFU announces the machine's public address (rtc.node_ip or use_external_ip).`;
  if (ice || bound.code === "ECONNREFUSED") return broken(id, "media_udp_blocked", proof, remedy);
  return unasked(id, `${proof}, which an SFU owes no stranger`, TOKEN_REMEDY);
}

/** Checks the way of media over TCP, for networks without UDP. */
async function checkTcp({ mediaTcp, ice }, { mediaTimeoutMs: timeoutMs }) {
  const id = "media.tcp";
  if (mediaTcp === null)
    return ice
      ? warning(
          id,
          "media_tcp_off",
          "the SFU offers no address over TCP",
          "Set rtc.tcp_port: 7881 at the SFU for callers whose network blocks UDP.",
        )
      : unasked(id, "the SFU's address for it is not known", TOKEN_REMEDY);
  const bound = await bindOverTcp({
    ...mediaTcp,
    isFramed: true,
    isAsked: Boolean(ice),
    ...(ice && { ice }),
    timeoutMs,
  });
  const done = ice ? "STUN binding request over" : "connecting to";
  const proof = `${done} TCP ${at(mediaTcp)}: ${bound.answered ? "done" : bound.reason}`;
  return bound.answered
    ? ok(id, proof)
    : broken(
        id,
        "media_tcp_blocked",
        proof,
        `Open TCP port ${mediaTcp.port} in every firewall (also the provider's), and set rtc.tcp_port at the SFU.`,
      );
}

async function checkTurnUdp({ turnUdp, ice }, { mediaTimeoutMs: timeoutMs }) {
  const id = "turn.udp";
  if (turnUdp === null) return unturned(id, ice);
  const bound = await bindOverUdp({ ...turnUdp, timeoutMs });
  const proof = `STUN binding request to UDP ${at(turnUdp)}: ${bound.answered ? "answered" : bound.reason}`;
  return bound.answered
    ? ok(id, proof)
    : broken(
        id,
        "turn_udp_silent",
        proof,
        `Open UDP port ${turnUdp.port} in every firewall, and set turn: { enabled: true, udp_port: ${turnUdp.port} } at the SFU.`,
      );
}

function unturned(id, ice) {
  return ice
    ? warning(id, "turn_off", "the SFU offers none", "Set up `turn` at the SFU for callers behind strict firewalls.")
    : unasked(id, "its address is not known", TOKEN_REMEDY);
}

async function checkTurnTls({ turnTls, ice }, { ca, mediaTimeoutMs: timeoutMs }) {
  const id = "turn.tls";
  if (turnTls === null) return unturned(id, ice);
  const bound = await bindOverTcp({ ...turnTls, tls: ca ? { ca } : {}, timeoutMs });
  const proof = `STUN binding request over TLS to ${at(turnTls)}: ${bound.answered ? "answered" : bound.reason}`;
  if (bound.answered) return ok(id, proof);
  return /certificate/.test(bound.reason)
    ? broken(
        id,
        "turn_certificate",
        proof,
        `Give TURN a certificate for ${turnTls.host} (turn.cert_file), and start the SFU again when it was renewed: it reads the file once.`,
      )
    : broken(
        id,
        "turn_tls_silent",
        proof,
        `Open TCP port ${turnTls.port} in every firewall, and let that port of ${turnTls.host} lead to the SFU's turn.tls_port, by the name in the greeting (entry/nginx.conf): LiveKit tells clients to look on 443 whatever tls_port is.`,
      );
}

/** Checks how media reaches the SFU: straight over UDP and TCP, and through TURN. */
export async function checkMedia(target, options) {
  return Promise.all([
    checkUdp(target, options),
    checkTcp(target, options),
    checkTurnUdp(target, options),
    checkTurnTls(target, options),
  ]);
}
