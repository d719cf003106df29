import { assign, emit, setup } from "xstate";
import type { Account } from "../domain/account.ts";
import { faultOf, type Fault } from "../domain/fault.ts";

/** How long a stored session gets to be read and checked, in ms (ours: a person waits for it). */
export const RESTORE_DEADLINE_MS = 15_000;
/** How long signing in or registering gets, in ms (ours: above the worker's own deadlines, so it ends only what hangs). */
export const SIGN_IN_DEADLINE_MS = 45_000;
/** How long signing out gets before the account is forgotten anyway, in ms (ours). */
export const SIGN_OUT_DEADLINE_MS = 5_000;

/** What moves `accountMachine`. Passwords pass through into a command and are held nowhere. */
export type AccountEvent =
  | { readonly type: "account.restored"; readonly account: Account | null }
  | { readonly type: "account.restoreFailed"; readonly fault: Fault }
  | { readonly type: "signIn.requested"; readonly userName: string; readonly password: string }
  | {
      readonly type: "register.requested";
      readonly userName: string;
      readonly password: string;
      readonly displayName: string;
    }
  | { readonly type: "guest.requested"; readonly displayName: string }
  | { readonly type: "account.accepted"; readonly account: Account }
  | { readonly type: "account.refused"; readonly fault: Fault }
  /** Told unasked by the homeserver realm: a new name, signed out elsewhere, an expired token. */
  | { readonly type: "account.changed"; readonly account: Account | null; readonly fault: Fault | null }
  | { readonly type: "signOut.requested" }
  | { readonly type: "account.gone" }
  | { readonly type: "retry.requested" };

/** What `accountMachine` orders. */
export type AccountCommand =
  | { readonly type: "restoreAccount" }
  | { readonly type: "signIn"; readonly userName: string; readonly password: string }
  | { readonly type: "register"; readonly userName: string; readonly password: string; readonly displayName: string }
  | { readonly type: "registerGuest"; readonly displayName: string }
  | { readonly type: "signOut" };

/** The account in force (in `expired`: the one that was), and why the last try did not work. */
export interface AccountContext {
  readonly account: Account | null;
  readonly fault: Fault | null;
}

const chart = setup({
  types: {} as { context: AccountContext; events: AccountEvent; emitted: AccountCommand },
  delays: {
    restoreDeadline: RESTORE_DEADLINE_MS,
    signInDeadline: SIGN_IN_DEADLINE_MS,
    signOutDeadline: SIGN_OUT_DEADLINE_MS,
  },
  guards: { wasSignedIn: ({ context }) => context.account !== null },
  actions: {
    holdTimeout: assign({ fault: faultOf("step.timed_out", { detail: "account" }) }),
    forgetAccount: assign({ account: null }),
    forgetFault: assign({ fault: null }),
    restoreAccount: emit({ type: "restoreAccount" }),
    signOut: emit({ type: "signOut" }),
  },
});

/** Nobody is signed in: every way in is open. */
const outside = chart.createStateConfig({
  on: {
    "signIn.requested": {
      target: "signingIn",
      actions: emit(({ event }) => ({ type: "signIn", userName: event.userName, password: event.password })),
    },
    "register.requested": {
      target: "registering",
      actions: emit(({ event }) => ({
        type: "register",
        userName: event.userName,
        password: event.password,
        displayName: event.displayName,
      })),
    },
    "guest.requested": {
      target: "registering",
      actions: emit(({ event }) => ({ type: "registerGuest", displayName: event.displayName })),
    },
    "signOut.requested": { guard: "wasSignedIn", target: "signingOut" },
    "retry.requested": "restoring",
    // Later than its deadline, and welcome.
    "account.accepted": { target: "signedIn", actions: assign({ account: ({ event }) => event.account }) },
    "account.restored": {
      guard: ({ event }) => event.account !== null,
      target: "signedIn",
      actions: assign({ account: ({ event }) => event.account }),
    },
  },
});

/** An answer is awaited; without one the person is let back to where they came from. */
const asking = chart.createStateConfig({
  entry: "forgetFault",
  on: {
    "account.accepted": { target: "signedIn", actions: assign({ account: ({ event }) => event.account }) },
    "account.refused": [
      { guard: "wasSignedIn", target: "expired", actions: assign({ fault: ({ event }) => event.fault }) },
      { target: "signedOut", actions: assign({ fault: ({ event }) => event.fault }) },
    ],
  },
  after: {
    signInDeadline: [
      { guard: "wasSignedIn", target: "expired", actions: "holdTimeout" },
      { target: "signedOut", actions: "holdTimeout" },
    ],
  },
});

/**
 * Decides who we are. In: what the homeserver realm tells, what the person wants. Out: orders to that realm.
 * An account that arrives after its deadline still counts.
 */
export const accountMachine = chart.createMachine({
  id: "account",
  context: { account: null, fault: null },
  initial: "restoring",
  on: {
    "account.changed": [
      {
        guard: ({ event }) => event.account !== null,
        target: ".signedIn",
        actions: assign({ account: ({ event }) => event.account }),
      },
      {
        guard: ({ event }) => event.fault?.code === "account.token_expired",
        target: ".expired",
        actions: assign({ fault: ({ event }) => event.fault }),
      },
      { target: ".signedOut", actions: assign({ account: null, fault: ({ event }) => event.fault }) },
    ],
  },
  states: {
    restoring: {
      entry: ["forgetFault", "restoreAccount"],
      on: {
        "account.restored": [
          {
            guard: ({ event }) => event.account !== null,
            target: "signedIn",
            actions: assign({ account: ({ event }) => event.account }),
          },
          { target: "signedOut", actions: "forgetAccount" },
        ],
        "account.restoreFailed": [
          {
            guard: ({ context, event }) => context.account !== null || event.fault.code === "account.token_expired",
            target: "expired",
            actions: assign({ fault: ({ event }) => event.fault }),
          },
          { target: "signedOut", actions: assign({ fault: ({ event }) => event.fault }) },
        ],
      },
      after: {
        restoreDeadline: [
          { guard: "wasSignedIn", target: "expired", actions: "holdTimeout" },
          { target: "signedOut", actions: "holdTimeout" },
        ],
      },
    },
    signedOut: outside,
    expired: outside,
    signingIn: asking,
    registering: asking,
    signedIn: { entry: "forgetFault", on: { "signOut.requested": "signingOut" } },
    signingOut: {
      entry: "signOut",
      on: {
        "account.gone": { target: "signedOut", actions: "forgetAccount" },
        "account.changed": {
          guard: ({ event }) => event.account === null,
          target: "signedOut",
          actions: "forgetAccount",
        },
      },
      after: { signOutDeadline: { target: "signedOut", actions: "forgetAccount" } },
    },
  },
});
