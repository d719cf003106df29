import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** A balancer on a port of the loopback interface. */
export interface Balancer {
  readonly port: number;
  /** How many WebSockets go through to each of the ports now, in their order. */
  socketCounts(): readonly number[];
  close(): Promise<void>;
}

/**
 * Connects each caller to one of `ports`: to the one with the fewest WebSockets, and to the next when that one refuses, as the
 * proxies of `backend/deploy/scale` do.
 */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const open = new Set<Socket>();
  const sockets = new Map(ports.map((port) => [port, 0]));
  const countAt = (port: number): number => sockets.get(port) ?? 0;

  function join(caller: Socket, firstBytes: Buffer): void {
    const isSocket = /^upgrade:/im.test(firstBytes.toString("latin1"));
    const tryNext = ([port, ...others]: readonly number[]): void => {
      if (port === undefined) return void caller.destroy();
      let isConnected = false;
      const node = connect(port, "127.0.0.1", () => {
        isConnected = true;
        if (isSocket) sockets.set(port, countAt(port) + 1);
        node.write(firstBytes);
        caller.pipe(node).pipe(caller);
      });
      node.on("error", () => (isConnected ? caller.destroy() : tryNext(others)));
      node.on("close", () => {
        if (isConnected && isSocket) sockets.set(port, countAt(port) - 1);
      });
      caller.once("close", () => node.destroy());
    };
    tryNext(ports.toSorted((one, other) => countAt(one) - countAt(other)));
  }

  const server = createServer((caller) => {
    open.add(caller);
    caller.on("error", () => caller.destroy()).on("close", () => open.delete(caller));
    caller.once("data", (firstBytes) => {
      caller.pause();
      join(caller, firstBytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    socketCounts: () => ports.map(countAt),
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
