import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { isPortFree, pickPorts } from "./ports.mjs";

/** The loopback addresses that this machine has; it may lack the one of IPv6. */
const loopbacks = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .map(({ address }) => address)
  .filter((address) => address === "127.0.0.1" || address === "::1");

async function takePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

test("a port that somebody has on either loopback address is not free", async () => {
  expect(loopbacks).toContain("127.0.0.1");
  for (const address of loopbacks) expect(await isPortFree(await takePort(address))).toBe(false);
});

test("a port of UDP is looked at by itself", async () => {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  onTestFinished(() => void socket.close());
  await once(socket, "listening");
  expect(await isPortFree(socket.address().port, "udp")).toBe(false);
  expect(await isPortFree(await takePort("127.0.0.1"), "udp")).toBe(true);
});

test("a taken port is replaced, and no port is given twice", async () => {
  const taken = await takePort("127.0.0.1");
  const ports = await pickPorts({ a: { port: taken }, b: { port: taken }, c: { port: 0 } });
  expect(new Set([taken, ports.a, ports.b, ports.c]).size).toBe(4);
});

test("a required port that is taken is a fault with its remedy", async () => {
  const port = await takePort("127.0.0.1");
  await expect(pickPorts({ app: { port, isRequired: true, remedy: "End that program." } })).rejects.toThrow(
    "End that program.",
  );
});

test("a required port is never given to another, whatever the order", async () => {
  const free = (await pickPorts({ any: { port: 0 } })).any;
  const ports = await pickPorts({ first: { port: free }, second: { port: free, isRequired: true, remedy: "" } });
  expect(ports.second).toBe(free);
  expect(ports.first).not.toBe(free);
});
