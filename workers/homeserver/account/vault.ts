import { openDB, type IDBPDatabase } from "idb";
import { faultOf, type Fault } from "../../../machines/domain/fault.ts";

/** Small secrets at rest, each encrypted under one key that no script can read out. */
export interface Vault {
  /** Why nothing survives this visit; null while all is well. */
  readonly fault: () => Fault | null;
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
  /** Forgets everything, the key too. */
  clear(): Promise<void>;
}

/** How long opening may take before we count it as blocked, in ms: another tab may hold an older version open. */
const OPEN_TIMEOUT_MS = 3_000;
const RECORDS = "records";
const KEYS = "keys";

/** Opens the vault, or one that forgets with the visit where storage cannot be used. */
export function openVault(databaseName: string): Vault {
  const memory = new Map<string, unknown>();
  let fault: Fault | null = null;
  const opening = typeof indexedDB === "undefined" ? Promise.resolve(null) : openDatabase(databaseName).catch(giveUp);

  function giveUp(error: unknown): null {
    const isFull = error instanceof Error && error.name === "QuotaExceededError";
    fault = faultOf(isFull ? "storage.full" : "storage.blocked", {
      detail: error instanceof Error ? error.name : String(error),
    });
    return null;
  }

  return {
    fault: () => fault,
    async read(name) {
      const database = await opening;
      if (database === null || memory.has(name)) return memory.get(name);
      try {
        const sealed: unknown = await database.get(RECORDS, name);
        return isSealed(sealed) ? await unseal(await vaultKey(database), sealed) : undefined;
      } catch (error) {
        return giveUp(error) ?? undefined;
      }
    },
    async write(name, value) {
      const database = await opening;
      if (database === null) return void memory.set(name, value);
      try {
        await database.put(RECORDS, await seal(await vaultKey(database), value), name);
      } catch (error) {
        giveUp(error);
        memory.set(name, value);
      }
    },
    async clear() {
      memory.clear();
      const database = await opening;
      if (database === null) return;
      try {
        await Promise.all([database.clear(RECORDS), database.clear(KEYS)]);
      } catch (error) {
        giveUp(error);
      }
    },
  };
}

async function openDatabase(name: string): Promise<IDBPDatabase> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("opening the database timed out")), OPEN_TIMEOUT_MS);
  });
  const opened = openDB(name, 1, {
    upgrade(database) {
      database.createObjectStore(RECORDS);
      database.createObjectStore(KEYS);
    },
  });
  return Promise.race([opened, late]).finally(() => clearTimeout(timer));
}

async function vaultKey(database: IDBPDatabase): Promise<CryptoKey> {
  const stored: unknown = await database.get(KEYS, "vault");
  if (stored instanceof CryptoKey) return stored;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Two tabs may get here at once: whoever wrote first decides.
  const transaction = database.transaction(KEYS, "readwrite");
  const winner: unknown = await transaction.store.get("vault");
  if (!(winner instanceof CryptoKey)) await transaction.store.put(made, "vault");
  await transaction.done;
  return winner instanceof CryptoKey ? winner : made;
}

/** A value under encryption, as it lies in the database. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

/** Encrypts `value`, which must survive JSON. */
export async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv },
    key,
    new TextEncoder().encode(JSON.stringify(value)),
  );
  return { iv, bytes };
}

/** Decrypts what {@link seal} made. Throws when it was made under another key or altered. */
export async function unseal(key: CryptoKey, sealed: Sealed): Promise<unknown> {
  const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.bytes);
  return JSON.parse(new TextDecoder().decode(bytes));
}

function isSealed(value: unknown): value is Sealed {
  return typeof value === "object" && value !== null && "iv" in value && "bytes" in value;
}
