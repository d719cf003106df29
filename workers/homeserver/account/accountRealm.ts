import { faultOf, type Fault } from "../../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import type { Account, HomeserverAddress } from "../homeserver.api.ts";
import { createMatrixHttp, type MatrixHttp } from "../http/matrixHttp.ts";
import { decodeBase64, encodeBase64 } from "../keys/base64.ts";
import { createKeyInbox, type KeyInbox } from "../keys/keyInbox.ts";
import type { MatrixSync, MatrixSyncListener, SyncStorage } from "../matrix/matrixSync.ts";
import { createOpenIdTokens } from "../transports/openIdToken.ts";
import { createSfuGrants, type SfuGrants } from "../transports/sfuGrant.ts";
import { registerAccount, registerGuestAccount, signInWithPassword } from "./authenticate.ts";
import { putDisplayName, readProfile } from "./profile.ts";
import { accountOf, decodeSession, type Session } from "./session.ts";
import type { Vault } from "./vault.ts";

const SESSION = "session";
const CRYPTO_KEY = "crypto-key";
/** How long signing out waits for the homeserver, in ms. */
const SIGN_OUT_TIMEOUT_MS = 3_000;

/** Everything that lives as long as somebody is signed in. */
export interface SignedIn {
  session(): Session;
  readonly http: MatrixHttp;
  readonly grants: SfuGrants;
  readonly inbox: KeyInbox;
  /** The running client; rejects when it could not be started. */
  readonly sync: Promise<MatrixSync>;
  /** The same, null until it runs. */
  syncNow(): MatrixSync | null;
}

/** Who is signed in, and what runs for them. */
export interface AccountRealm {
  current(): SignedIn | null;
  restore(): Promise<Result<Account | null, Fault>>;
  signIn(input: { homeserver: HomeserverAddress; userName: string; password: string }): Promise<Result<Account, Fault>>;
  register(input: {
    homeserver: HomeserverAddress;
    userName: string;
    password: string;
  }): Promise<Result<Account, Fault>>;
  registerGuest(input: { homeserver: HomeserverAddress; displayName: string }): Promise<Result<Account, Fault>>;
  /** Remembers a name or picture that was set. */
  change(profile: Partial<Pick<Session, "displayName" | "avatarMxc">>): Promise<void>;
  signOut(): Promise<void>;
}

/** Makes it. The SDK and its crypto are loaded with the first need, and begin to load with `restore`. */
export function createAccountRealm(input: {
  readonly vault: Vault;
  readonly databaseName: string;
  readonly onChange: (account: Account | null, fault: Fault | null) => void;
  readonly listener: Omit<MatrixSyncListener, "onToDevice" | "onTokenRefused">;
}): AccountRealm {
  const { vault } = input;
  let current: { signedIn: SignedIn; session: Session } | null = null;

  function enter(session: Session): SignedIn {
    const http = createMatrixHttp({
      baseUrl: session.homeserverUrl,
      accessToken: session.accessToken,
      onTokenRefused: () => void expire(),
    });
    const inbox = createKeyInbox({ curve25519Of: async (device) => (await sync).olm.curve25519Of(device) });
    const sync = startSync(session, http, inbox, () => void expire());
    let running: MatrixSync | null = null;
    sync.then(
      (started) => {
        running = started;
      },
      () => {},
    );
    const entry = {
      session,
      signedIn: {
        session: () => entry.session,
        http,
        grants: createSfuGrants(createOpenIdTokens(http, session.userId)),
        inbox,
        sync,
        syncNow: () => running,
      },
    };
    current = entry;
    input.onChange(accountOf(session), vault.fault());
    return entry.signedIn;

    async function expire(): Promise<void> {
      if (current !== entry) return;
      current = null;
      input.onChange(null, faultOf("account.token_expired", { url: session.homeserverUrl }));
      await end(entry.signedIn);
    }
  }

  async function startSync(
    session: Session,
    http: MatrixHttp,
    inbox: KeyInbox,
    onTokenRefused: () => void,
  ): Promise<MatrixSync> {
    const [{ startMatrixSync }, storage] = await Promise.all([import("../matrix/matrixSync.ts"), openStorage(session)]);
    const listener = {
      ...input.listener,
      onToDevice: (message: Parameters<KeyInbox["take"]>[0]) => void inbox.take(message),
      onTokenRefused,
    };
    try {
      return await startMatrixSync(session, http, storage, listener);
    } catch (error) {
      if (storage === null) throw error;
      // Storage is what can fail here: this visit then works from memory.
      input.onChange(
        accountOf(session),
        faultOf("storage.blocked", { detail: error instanceof Error ? error.message : String(error) }),
      );
      return startMatrixSync(session, http, null, listener);
    }
  }

  async function openStorage({ userId, deviceId }: Session): Promise<SyncStorage> {
    if (typeof indexedDB === "undefined" || vault.fault() !== null) return null;
    const stored = await vault.read(CRYPTO_KEY);
    const known = typeof stored === "string" ? decodeBase64(stored) : null;
    const storageKey = known ?? crypto.getRandomValues(new Uint8Array(32));
    if (known === null) await vault.write(CRYPTO_KEY, encodeBase64(storageKey));
    // Each device has its own, so that what an earlier account left behind is never taken for this one's.
    return { storageKey, databaseName: `${input.databaseName}-${userId}-${deviceId}` };
  }

  async function end({ sync }: SignedIn): Promise<void> {
    await vault.clear();
    await sync.then((running) => running.destroy()).catch(() => {});
  }

  async function accept(result: Result<Session, Fault>): Promise<Result<Account, Fault>> {
    if (!result.ok) return result;
    await current?.signedIn.sync.then((sync) => sync.stop()).catch(() => {});
    // Stored before anybody hears of it: a page that is reloaded a moment later must find it.
    await vault.write(SESSION, result.value);
    enter(result.value);
    const fault = vault.fault();
    if (fault !== null) input.onChange(accountOf(result.value), fault);
    return ok(accountOf(result.value));
  }

  async function change(profile: Partial<Pick<Session, "displayName" | "avatarMxc">>): Promise<void> {
    if (current === null) return;
    const next = { ...current.session, ...profile };
    if (next.displayName === current.session.displayName && next.avatarMxc === current.session.avatarMxc) return;
    current.session = next;
    input.onChange(accountOf(next), null);
    await vault.write(SESSION, next);
  }

  function anonymous({ baseUrl }: HomeserverAddress): MatrixHttp {
    return createMatrixHttp({ baseUrl, accessToken: null });
  }

  return {
    current: () => current?.signedIn ?? null,
    async restore() {
      void import("../matrix/preloadCrypto.ts").then(({ preloadCrypto }) => preloadCrypto());
      if (current !== null) return ok(accountOf(current.session));
      const stored = decodeSession(await vault.read(SESSION));
      if (stored === null) {
        const fault = vault.fault();
        return fault === null ? ok(null) : failed(fault);
      }
      const { http } = enter(stored);
      void readProfile(http, stored).then(({ displayName, avatarMxc }) => change({ displayName, avatarMxc }));
      return ok(accountOf(stored));
    },
    async signIn({ homeserver, userName, password }) {
      const result = await accept(await signInWithPassword(anonymous(homeserver), { userName, password }));
      if (!result.ok || current === null) return result;
      await change(await readProfile(current.signedIn.http, current.session));
      return ok(accountOf(current.session));
    },
    async register({ homeserver, userName, password }) {
      return accept(await registerAccount(anonymous(homeserver), { userName, password, isGuest: false }));
    },
    async registerGuest({ homeserver, displayName }) {
      const registered = await registerGuestAccount(anonymous(homeserver));
      if (!registered.ok) return registered;
      const name = displayName.trim();
      const session = name === "" ? registered.value : { ...registered.value, displayName: name };
      // Set before anybody hears of the account: who joins a room with one name and takes another may be known by the first.
      if (name !== "") {
        const http = createMatrixHttp({ baseUrl: session.homeserverUrl, accessToken: session.accessToken });
        const named = await putDisplayName(http, session.userId, name);
        if (!named.ok) return named;
      }
      return accept(ok(session));
    },
    change,
    async signOut() {
      const leaving = current;
      if (leaving === null) return;
      current = null;
      input.onChange(null, null);
      // Stopped first: a client whose token is gone would say so.
      await leaving.signedIn.sync.then((sync) => sync.stop()).catch(() => {});
      await leaving.signedIn.http.request({
        method: "POST",
        path: "/_matrix/client/v3/logout",
        body: {},
        timeoutMs: SIGN_OUT_TIMEOUT_MS,
      });
      await end(leaving.signedIn);
    },
  };
}
