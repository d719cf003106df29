import { afterEach, expect, test } from "vitest";
import { takePorts } from "./ports.ts";

const opened: MessagePort[] = [];
afterEach(() => opened.splice(0).forEach((port) => port.close()));

/** A worker's scope, the way to post to it, and the ports that it has taken, by name. */
function scope() {
  const { port1: near, port2: far } = new MessageChannel();
  opened.push(near, far);
  const taken: string[] = [];
  const takers = Object.fromEntries(
    ["realm.keyPort", "realm.clientPort"].map((name) => [
      name,
      (port: MessagePort) => {
        opened.push(port);
        taken.push(name);
      },
    ]),
  );
  takePorts(takers, far as unknown as Parameters<typeof takePorts>[1]);
  far.start();
  return { near, taken };
}

test("each port is taken once, whoever asks again", async () => {
  const { near, taken } = scope();
  const send = (message: unknown, transferred: readonly MessagePort[]) => near.postMessage(message, [...transferred]);
  const port = () => {
    const { port1, port2 } = new MessageChannel();
    opened.push(port1);
    return port2;
  };
  send("realm.keyPort", [port()]);
  send({ type: "realm.keyPort" }, []);
  send({ type: "realm.unknown" }, [port()]);
  send({ type: "realm.keyPort" }, [port()]);
  send({ type: "realm.keyPort" }, [port()]);
  send({ type: "realm.clientPort" }, [port()]);
  await expect.poll(() => taken).toEqual(["realm.keyPort", "realm.clientPort"]);
});
