import { afterEach, expect, test } from "vitest";
import { openVault } from "./account/vault.ts";
import type { HomeserverApi, HomeserverEvent } from "./homeserver.api.ts";
import { homeserverClient } from "./homeserver.client.ts";
import { createHomeserver } from "./homeserver.ts";
import { serveHomeserver, withoutPasswords } from "./homeserverEndpoint.ts";

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

function channel(): MessageChannel {
  const made = new MessageChannel();
  ports.push(made.port1, made.port2);
  return made;
}

/** The near side of `api`, with a thread's border between them. */
function across(api: HomeserverApi): HomeserverApi {
  const { port1, port2 } = channel();
  serveHomeserver(api, port1);
  port1.start();
  port2.start();
  return homeserverClient(port2 as unknown as Worker);
}

function realm(): HomeserverApi {
  return createHomeserver({ vault: openVault("none"), databaseName: "test" });
}

test("failures cross as values", async () => {
  const client = across(realm());
  expect(await client.createRoom({ name: "x", encryption: "per_participant" })).toEqual({
    ok: false,
    fault: { code: "account.token_expired", detail: "nobody is signed in" },
  });
  const homeserver = { baseUrl: "http://127.0.0.1:9", serverName: null };
  expect(await client.signIn({ homeserver, userName: "a", password: "secret-word" })).toMatchObject({
    ok: false,
    fault: { code: "homeserver.unreachable", url: "http://127.0.0.1:9/_matrix/client/v3/login" },
  });
});

test("what is told arrives until the subscription ends", async () => {
  const told: HomeserverEvent[] = [];
  const listeners: ((event: HomeserverEvent) => void)[] = [];
  const stopped: number[] = [];
  const client = across({
    ...realm(),
    async follow(onEvent) {
      listeners.push(onEvent);
      return () => void stopped.push(1);
    },
  });
  const stop = await client.follow((event) => told.push(event));
  listeners[0]?.({ type: "account.changed", account: null, fault: null });
  await expect.poll(() => told).toEqual([{ type: "account.changed", account: null, fault: null }]);
  stop();
  await expect.poll(() => stopped).toEqual([1]);
});

test("the key port changes hands: the page keeps no end of it", async () => {
  const received: MessagePort[] = [];
  const client = across({ ...realm(), acceptKeyPort: async (port) => void received.push(port) });
  const keys = channel();
  await client.acceptKeyPort(keys.port1);
  const heard = new Promise((resolve) => {
    keys.port2.onmessage = ({ data }: MessageEvent) => resolve(data);
  });
  received[0]?.postMessage("from the worker");
  expect(await heard).toBe("from the worker");
  received.forEach((port) => port.close());
});

test("a page of another origin is refused what takes a password, and a place among the keys", async () => {
  const called: string[] = [];
  const note = (name: string) => async () => {
    called.push(name);
    return { ok: true, value: null } as never;
  };
  const names = ["signIn", "register", "acceptKeyPort", "registerGuest", "restore"] as const;
  const noting = Object.fromEntries(names.map((name) => [name, note(name)]));
  const client = across(withoutPasswords({ ...realm(), ...noting }));
  const homeserver = { baseUrl: "http://127.0.0.1:9", serverName: null };
  const refused = { ok: false, fault: { code: "homeserver.refused" } };
  expect(await client.signIn({ homeserver, userName: "a", password: "secret-word" })).toMatchObject(refused);
  expect(await client.register({ homeserver, userName: "a", password: "secret-word" })).toMatchObject(refused);
  await client.acceptKeyPort(channel().port1);
  await client.registerGuest({ homeserver, displayName: "Ada" });
  await client.restore();
  expect(called).toEqual(["registerGuest", "restore"]);
});
