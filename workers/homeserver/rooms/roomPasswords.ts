import type { Vault } from "../account/vault.ts";

const RECORD = "room-passwords";

/** Passwords of calls that were opened by link, remembered for the next time. */
export interface RoomPasswords {
  /** What is known; nothing before `load` has read it. */
  peek(roomId: string): string | null;
  load(): Promise<void>;
  remember(roomId: string, password: string): Promise<void>;
  forget(roomId: string): Promise<void>;
}

/** Keeps them in `vault`, encrypted at rest. */
export function createRoomPasswords(vault: Vault): RoomPasswords {
  let passwords: ReadonlyMap<string, string> = new Map();
  let loading: Promise<void> | null = null;

  async function read(): Promise<void> {
    const stored = await vault.read(RECORD);
    if (typeof stored !== "object" || stored === null) return;
    const entries = Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    passwords = new Map([...entries, ...passwords]);
  }

  function load(): Promise<void> {
    loading ??= read();
    return loading;
  }

  async function store(next: ReadonlyMap<string, string>): Promise<void> {
    passwords = next;
    await vault.write(RECORD, Object.fromEntries(next));
  }

  return {
    peek: (roomId) => passwords.get(roomId) ?? null,
    load,
    async remember(roomId, password) {
      await load();
      if (passwords.get(roomId) !== password) await store(new Map([...passwords, [roomId, password]]));
    },
    async forget(roomId) {
      await load();
      if (passwords.has(roomId)) await store(new Map([...passwords].filter(([id]) => id !== roomId)));
    },
  };
}
