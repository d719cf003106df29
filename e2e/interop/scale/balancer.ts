import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** A balancer on a port of the loopback interface. */
export interface Balancer {
  readonly port: number;
  close(): Promise<void>;
}

/** Connects each caller to the first of `ports` that takes them, as a proxy does that passes over a node that refuses. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const open = new Set<Socket>();
  const server = createServer((caller) => {
    open.add(caller);
    caller.on("error", () => caller.destroy()).on("close", () => open.delete(caller));
    const tryNext = ([port, ...others]: readonly number[]): void => {
      if (port === undefined) return void caller.destroy();
      let isConnected = false;
      const node = connect(port, "127.0.0.1", () => {
        isConnected = true;
        caller.pipe(node).pipe(caller);
      });
      node.on("error", () => (isConnected ? caller.destroy() : tryNext(others)));
      caller.once("close", () => node.destroy());
    };
    tryNext(ports);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
