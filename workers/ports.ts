/** Where messages come from: the worker's own scope, or a port in tests. */
interface Source {
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/**
 * Hands the transferred port of a message `{ type }` to the taker of that name, once: whoever sends another such port
 * later gets nothing. The shell sends its own before any other code of the page has run.
 */
export function takePorts(
  takers: Readonly<Record<string, (port: MessagePort) => unknown>>,
  source: Source = globalThis,
): void {
  const waiting = new Map(Object.entries(takers));
  source.addEventListener("message", ({ data, ports: [port] }) => {
    const name: unknown = typeof data === "object" && data !== null ? Reflect.get(data, "type") : null;
    const take = typeof name === "string" ? waiting.get(name) : undefined;
    if (take === undefined || port === undefined || typeof name !== "string") return;
    waiting.delete(name);
    take(port);
  });
}
