import { expect, test } from "vitest";
import type { KeyMessage } from "../../media-crypto/mediaCrypto.api.ts";
import { createKeyOutlet } from "./keyOutlet.ts";
import { importMemberKey, importSharedKey } from "./keyMaterial.ts";

function listen(port: MessagePort, count: number): Promise<readonly KeyMessage[]> {
  const heard: KeyMessage[] = [];
  return new Promise((resolve) => {
    port.onmessage = ({ data }: MessageEvent<KeyMessage>) => {
      heard.push(data);
      if (heard.length === count) resolve(heard);
    };
  });
}

test("keys that come before the port wait for it, in order, and arrive unreadable", async () => {
  const outlet = createKeyOutlet();
  const { port1, port2 } = new MessageChannel();
  outlet.post({ kind: "ownKey.set", keyIndex: 0, key: await importMemberKey(new Uint8Array(16).fill(1)) });
  outlet.connect(port1);
  const heard = listen(port2, 2);
  outlet.post({ kind: "sharedKey.set", keyIndex: 0, key: await importSharedKey("pass") });
  const [own, shared] = await heard;
  expect([own?.kind, shared?.kind]).toEqual(["ownKey.set", "sharedKey.set"]);
  for (const message of [own, shared])
    expect(message !== undefined && "key" in message && message.key.extractable).toBe(false);
  port1.close();
});

test("a second port gets nothing", async () => {
  const outlet = createKeyOutlet();
  const first = new MessageChannel();
  const second = new MessageChannel();
  outlet.connect(first.port1);
  outlet.connect(second.port1);
  const heard = listen(first.port2, 1);
  const stolen: unknown[] = [];
  second.port2.onmessage = ({ data }) => stolen.push(data);
  outlet.post({ kind: "keys.cleared" });
  await heard;
  expect(stolen).toEqual([]);
  for (const port of [first.port1, second.port1]) port.close();
});

test("raw bytes are gone once a key is made of them", async () => {
  const bytes = new Uint8Array(16).fill(7);
  await importMemberKey(bytes);
  expect([...bytes]).toEqual(Array.from({ length: 16 }, () => 0));
});
