import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { openDB } from "idb";
import { openVault, seal, unseal } from "./vault.ts";

test("what is stored is there at the next visit, and lies there encrypted", async () => {
  const first = openVault("vault-a");
  await first.write("session", { accessToken: "syt_secret" });
  expect(await openVault("vault-a").read("session")).toEqual({ accessToken: "syt_secret" });

  const database = await openDB("vault-a");
  const stored = (await database.get("records", "session")) as { bytes: ArrayBuffer };
  expect(new TextDecoder().decode(stored.bytes)).not.toContain("syt_secret");
  const key = (await database.get("keys", "vault")) as CryptoKey;
  expect(key.extractable).toBe(false);
  database.close();
});

test("clearing forgets all of it", async () => {
  const vault = openVault("vault-b");
  await vault.write("session", 1);
  await vault.clear();
  expect(await vault.read("session")).toBeUndefined();
  expect(await openVault("vault-b").read("session")).toBeUndefined();
});

test("where storage is blocked, the visit works from memory and says so", async () => {
  const blocked = indexedDB.open("vault-c", 2);
  await new Promise((resolve) => {
    blocked.onsuccess = resolve;
  });
  const vault = openVault("vault-c");
  await vault.write("session", { a: 1 });
  expect(await vault.read("session")).toEqual({ a: 1 });
  expect(vault.fault()).toMatchObject({ code: "storage.blocked" });
  blocked.result.close();
});

test("a record under another key, or altered, is not read", async () => {
  const make = () => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const [key, other] = [await make(), await make()];
  const sealed = await seal(key, { a: 1 });
  expect(await unseal(key, sealed)).toEqual({ a: 1 });
  await expect(unseal(other, sealed)).rejects.toThrow();
});
