import { type ActorRefFrom, createActor } from "xstate";
import { accountMachine } from "../../../machines/account/account.machine.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import { type Fault, faultOf } from "../../../machines/domain/fault.ts";
import type { Account, HomeserverAddress, HomeserverApi } from "../../../workers/homeserver/homeserver.api.ts";
import { obey } from "../obey.ts";

/** Who we are, and the ways to change that. */
export interface AccountFlow {
  readonly actor: ActorRefFrom<typeof accountMachine>;
  /** The account there is, or one made on the fly for `displayName`. */
  ensureAccount(displayName: string | null): Promise<Result<Account, Fault>>;
}

/** @param address the homeserver to use, or null while the deployment names none */
export function startAccountFlow(homeserver: HomeserverApi, address: () => HomeserverAddress | null): AccountFlow {
  const actor = createActor(accountMachine);

  function answer(asked: (address: HomeserverAddress) => Promise<Result<Account, Fault>>): void {
    const known = address();
    if (known === null) {
      actor.send({ type: "account.refused", fault: faultOf("config.unreadable", { detail: "default_server_config" }) });
      return;
    }
    void asked(known).then((result) =>
      actor.send(
        result.ok
          ? { type: "account.accepted", account: result.value }
          : { type: "account.refused", fault: result.fault },
      ),
    );
  }

  async function restore(): Promise<void> {
    const restored = await homeserver.restore();
    actor.send(
      restored.ok
        ? { type: "account.restored", account: restored.value }
        : { type: "account.restoreFailed", fault: restored.fault },
    );
  }

  async function register(
    address: HomeserverAddress,
    userName: string,
    password: string,
    displayName: string,
  ): Promise<Result<Account, Fault>> {
    const registered = await homeserver.register({ homeserver: address, userName, password });
    if (registered.ok && displayName !== "") await homeserver.setDisplayName(displayName);
    return registered;
  }

  obey(actor, {
    restoreAccount: () => void restore(),
    signIn: ({ userName, password }) => answer((known) => homeserver.signIn({ homeserver: known, userName, password })),
    register: ({ userName, password, displayName }) =>
      answer((known) => register(known, userName, password, displayName)),
    registerGuest: ({ displayName }) => answer((known) => homeserver.registerGuest({ homeserver: known, displayName })),
    signOut: () => void homeserver.signOut().then(() => actor.send({ type: "account.gone" })),
  });
  actor.start();

  return {
    actor,
    ensureAccount(displayName) {
      return new Promise((resolve) => {
        let wasAsked = false;
        const look = (snapshot: ReturnType<typeof actor.getSnapshot>): void => {
          const { account, fault } = snapshot.context;
          if (snapshot.matches("signedIn") && account !== null) settle(ok(account));
          else if (snapshot.matches("signedOut") || snapshot.matches("expired")) {
            if (wasAsked || displayName === null) settle(failed(fault ?? faultOf("account.token_expired")));
            else {
              wasAsked = true;
              actor.send({ type: "guest.requested", displayName });
            }
          }
        };
        const subscription = actor.subscribe(look);
        function settle(result: Result<Account, Fault>): void {
          subscription.unsubscribe();
          resolve(result);
        }
        look(actor.getSnapshot());
      });
    },
  };
}
