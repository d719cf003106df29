import { once } from "node:events";
import { createServer, request, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forwardRequest, forwardUpgrade } from "./forward.mjs";

let behind: Server;
let front: Server;
let target = "";
let address = "";
let lastHeaders: IncomingMessage["headers"] = {};
let prefix = "";

const listen = async (server: Server) => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

beforeEach(async () => {
  prefix = "";
  behind = createServer((req, res) => {
    lastHeaders = req.headers;
    if (req.url === "/never") return;
    res.writeHead(req.url === "/teapot" ? 418 : 200, { "X-Path": req.url ?? "" });
    req.pipe(res);
  });
  behind.on("upgrade", (req, socket) => {
    if (req.url === "/refused") return void socket.end("HTTP/1.1 401 Unauthorized\r\nContent-Length: 5\r\n\r\ntoken");
    socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n",
    );
    socket.pipe(socket);
  });
  target = await listen(behind);
  front = createServer((req, res) => forwardRequest(req, res, { target, path: prefix + req.url }));
  front.on("upgrade", (req, socket, head) => forwardUpgrade(req, socket, head, { target, path: req.url ?? "" }));
  address = await listen(front);
});

afterEach(() => {
  for (const server of [front, behind]) {
    server.closeAllConnections();
    server.close();
  }
});

function upgrade(path: string) {
  const asking = request(address + path, { headers: { Connection: "Upgrade", Upgrade: "websocket" } });
  asking.end();
  return asking;
}

test("method, path, body, status and headers pass; the client's word on its address does not", async () => {
  prefix = "/sfu";
  const answer = await fetch(`${address}/get?a=1`, {
    method: "POST",
    body: "hello",
    headers: { "X-Forwarded-For": "1.2.3.4" },
  });
  expect([answer.status, answer.headers.get("x-path"), await answer.text()]).toEqual([200, "/sfu/get?a=1", "hello"]);
  expect(lastHeaders["x-forwarded-for"]).toBe("127.0.0.1");
  expect(lastHeaders["x-forwarded-proto"]).toBe("https");
  prefix = "";
  expect((await fetch(`${address}/teapot`)).status).toBe(418);
});

test("a server that is down is a 502 that pages of any origin may read", async () => {
  behind.close();
  const answer = await fetch(`${address}/x`);
  expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([502, "*"]);
});

test("a client that goes away takes its request with it", async () => {
  const arrived = once(behind, "request") as Promise<[IncomingMessage]>;
  const leaving = new AbortController();
  const answer = fetch(`${address}/never`, { signal: leaving.signal });
  const [req] = await arrived;
  const gone = new Promise((resolve) => req.on("error", resolve));
  leaving.abort();
  await expect(answer).rejects.toThrow("aborted");
  await gone;
});

test("a WebSocket is joined through, both ways", async () => {
  const [, socket] = (await once(upgrade("/rtc"), "upgrade")) as [IncomingMessage, import("node:net").Socket];
  socket.write("ping");
  const [data] = (await once(socket, "data")) as [Buffer];
  expect(data.toString()).toBe("ping");
  socket.destroy();
});

test("a WebSocket that is refused keeps its reason", async () => {
  const [answer] = (await once(upgrade("/refused"), "response")) as [IncomingMessage];
  answer.setEncoding("utf8");
  const [text] = (await once(answer, "data")) as [string];
  expect([answer.statusCode, text]).toEqual([401, "token"]);
});

test("a WebSocket to a server that is down ends with 502", async () => {
  behind.close();
  const [answer] = (await once(upgrade("/rtc"), "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(502);
});
