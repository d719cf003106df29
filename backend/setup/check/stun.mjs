import { createHmac, randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { reasonOf } from "./ask.mjs";

const MAGIC = Buffer.from("2112a442", "hex");
const BINDING_REQUEST = 0x0001;
const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const PRIORITY = 0x0024;
const ICE_CONTROLLED = 0x8029;
/** Highest candidate priority there is. */
const TOP_PRIORITY = 0x7effffff;
/** UDP may lose a packet: how often one is sent again, in ms. */
const RESEND_MS = 400;
const HEADER_BYTES = 20;

function attribute(type, value) {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function message(transaction, attributes, extraBytes = 0) {
  const body = Buffer.concat(attributes);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(BINDING_REQUEST, 0);
  head.writeUInt16BE(body.length + extraBytes, 2);
  return Buffer.concat([head, MAGIC, transaction, body]);
}

/** A binding request; with `ice` (`{ username, password }`), one that an ICE agent answers. @see RFC 8489, RFC 8445 section 7.2.2 */
export function bindingRequest(transaction, ice) {
  if (!ice) return message(transaction, []);
  const priority = Buffer.alloc(4);
  priority.writeUInt32BE(TOP_PRIORITY);
  const attributes = [
    attribute(USERNAME, Buffer.from(ice.username)),
    attribute(PRIORITY, priority),
    attribute(ICE_CONTROLLED, randomBytes(8)),
  ];
  const signed = message(transaction, attributes, 24);
  const integrity = createHmac("sha1", ice.password).update(signed).digest();
  return message(transaction, [...attributes, attribute(MESSAGE_INTEGRITY, integrity)]);
}

/** Whether `bytes` are the answer to `transaction`: success, or an error that still proves that somebody is there. */
function isAnswer(bytes, transaction) {
  return (
    bytes.length >= HEADER_BYTES && bytes.subarray(4, 8).equals(MAGIC) && bytes.subarray(8, 20).equals(transaction)
  );
}

/** Sends a binding request over UDP until it is answered. @returns `{ answered: true }` or `{ answered: false, reason }` */
export function bindOverUdp({ host, port, ice, timeoutMs = 3000 }) {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    const transaction = randomBytes(12);
    const request = bindingRequest(transaction, ice);
    const send = () => socket.send(request);
    let resending = null;
    const end = (result) => {
      clearInterval(resending);
      clearTimeout(deadline);
      socket.close();
      resolve(result);
    };
    const deadline = setTimeout(() => end({ answered: false, code: "ETIMEDOUT", reason: "no answer" }), timeoutMs);
    socket.once("error", (error) => end({ answered: false, ...reasonOf(error) }));
    socket.on("message", (bytes) => {
      if (isAnswer(bytes, transaction)) end({ answered: true });
    });
    socket.connect(port, host, () => {
      send();
      resending = setInterval(send, RESEND_MS);
    });
  });
}

/**
 * The same over TCP, or over TLS with `tls` (its `ca` included). `isFramed` puts the length before it, as ICE does (RFC 4571), and TURN does not.
 * Without `isAsked`, being connected is enough. @returns as `bindOverUdp`
 */
export function bindOverTcp({ host, port, ice, tls, isFramed = false, isAsked = true, timeoutMs = 4000 }) {
  return new Promise((resolve) => {
    const transaction = randomBytes(12);
    const request = bindingRequest(transaction, ice);
    const length = Buffer.alloc(isFramed ? 2 : 0);
    if (isFramed) length.writeUInt16BE(request.length);
    const onConnect = () => (isAsked ? socket.write(Buffer.concat([length, request])) : end({ answered: true }));
    const socket = tls
      ? connectTls({ host, port, servername: host, ...tls }, onConnect)
      : connect({ host, port }, onConnect);
    let received = Buffer.alloc(0);
    const end = (result) => {
      clearTimeout(deadline);
      socket.destroy();
      resolve(result);
    };
    const deadline = setTimeout(() => end({ answered: false, code: "ETIMEDOUT", reason: "no answer" }), timeoutMs);
    socket.once("error", (error) => end({ answered: false, ...reasonOf(error) }));
    socket.once("close", () => end({ answered: false, code: "ECLOSED", reason: "the connection was closed" }));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (isAnswer(received.subarray(length.length), transaction)) end({ answered: true });
    });
  });
}
