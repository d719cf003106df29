import { checkCallName } from "../../machines/domain/callName.ts";
import type { Fault } from "../../machines/domain/fault.ts";
import type { Intent } from "../contract/intent.ts";
import type { HomeserverApi } from "../../workers/homeserver/homeserver.api.ts";
import type { AccountFlow } from "./flows/accountFlow.ts";
import { createStore, type Store } from "./store.ts";

/** How making a new call stands. */
export interface CreationState {
  readonly isCreating: boolean;
  readonly fault: Fault | null;
}

/** Makes a room for a new call and goes there. */
export interface CallCreation {
  readonly store: Pick<Store<CreationState>, "getSnapshot" | "subscribe">;
  create(intent: Extract<Intent, { readonly type: "callCreation.requested" }>): Promise<void>;
}

export function createCallCreation(
  homeserver: HomeserverApi,
  account: AccountFlow,
  navigate: (path: string) => void,
): CallCreation {
  const store = createStore<CreationState>({ isCreating: false, fault: null });
  const fail = (fault: Fault) => store.set({ isCreating: false, fault });
  return {
    store,
    async create({ callName, displayName, isKeyInLink }) {
      if (store.getSnapshot().isCreating) return;
      const name = checkCallName(callName);
      if (!name.ok) return fail(name.fault);
      store.set({ isCreating: true, fault: null });
      const signedIn = await account.ensureAccount(displayName);
      if (!signedIn.ok) return fail(signedIn.fault);
      const created = await homeserver.createRoom({
        name: name.value,
        encryption: isKeyInLink ? "shared_key" : "per_participant",
      });
      if (!created.ok) return fail(created.fault);
      store.set({ isCreating: false, fault: null });
      navigate(created.value.path);
    },
  };
}
