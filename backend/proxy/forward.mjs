import { Agent, request } from "node:http";

/** Headers that speak of one connection only, and so end here. */
const HOP_HEADERS = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"];

const agent = new Agent({ keepAlive: true, maxFreeSockets: 32 });

function headersFor(req) {
  const headers = { ...req.headers };
  for (const name of HOP_HEADERS) delete headers[name];
  // What a client says about these would be believed behind us.
  headers["x-forwarded-for"] = req.socket.remoteAddress ?? "";
  headers["x-forwarded-proto"] = "https";
  headers["x-forwarded-host"] = req.headers.host ?? "";
  return headers;
}

/** Says in a way that a page may read that the server behind does not answer. */
function refuse(res, target) {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  res.writeHead(502, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
  res.end(JSON.stringify({ errcode: "M_UNKNOWN", error: `${target} does not answer` }));
}

/** Passes a request on to `target` (`http://host:port`) as `path`, and its answer back, both as they come in. */
export function forwardRequest(req, res, { target, path }) {
  const { hostname, port } = new URL(target);
  const length = req.headers["content-length"];
  const hasBody = length !== undefined || req.headers["transfer-encoding"] !== undefined;
  const outgoing = request({ hostname, port, path, method: req.method, headers: headersFor(req), agent });
  outgoing.on("response", (incoming) => {
    const headers = { ...incoming.headers };
    for (const name of HOP_HEADERS) delete headers[name];
    res.writeHead(incoming.statusCode ?? 502, headers);
    incoming.pipe(res);
    incoming.on("error", () => res.destroy());
  });
  outgoing.on("error", () => refuse(res, target));
  res.on("close", () => {
    if (!res.writableFinished) outgoing.destroy(); // nobody waits for the answer any more
  });
  if (hasBody) req.pipe(outgoing);
  else outgoing.end();
}

function writeHead(socket, { statusCode, statusMessage, rawHeaders }) {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
}

/** Joins a client that asks for a WebSocket to the one at `target`, byte by byte, until either ends. */
export function forwardUpgrade(req, socket, head, { target, path }) {
  const { hostname, port } = new URL(target);
  const headers = { ...headersFor(req), connection: "Upgrade", upgrade: req.headers.upgrade ?? "websocket" };
  const outgoing = request({ hostname, port, path, method: req.method, headers });
  const end = () => socket.destroy();
  socket.on("error", end);
  socket.on("close", () => outgoing.destroy());
  outgoing.on("error", () => socket.end("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n"));
  outgoing.on("response", (incoming) => {
    // Refused: the client gets the reason, and the connection ends as its length may not be told.
    writeHead(socket, { ...incoming, rawHeaders: ["Connection", "close", ...withoutHops(incoming.rawHeaders)] });
    incoming.pipe(socket);
  });
  outgoing.on("upgrade", (incoming, behind, firstBytes) => {
    writeHead(socket, incoming);
    if (firstBytes.length > 0) socket.write(firstBytes);
    if (head.length > 0) behind.write(head);
    behind.on("error", end).on("close", end);
    socket.on("close", () => behind.destroy());
    behind.setNoDelay(true);
    socket.setNoDelay(true);
    behind.pipe(socket).pipe(behind);
  });
  outgoing.end();
}

function withoutHops(rawHeaders) {
  return rawHeaders.filter((_, at) => !HOP_HEADERS.includes(rawHeaders[at - (at % 2)].toLowerCase()));
}
