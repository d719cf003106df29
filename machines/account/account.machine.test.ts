import { expect, test } from "vitest";
import { faultOf } from "../domain/fault.ts";
import { accountOf } from "../testing/fixtures.ts";
import { shortestPaths, stuckStates, unreachedStates, type Walk } from "../testing/paths.ts";
import { startMachine } from "../testing/startMachine.ts";
import { accountMachine, RESTORE_DEADLINE_MS, SIGN_IN_DEADLINE_MS, SIGN_OUT_DEADLINE_MS } from "./account.machine.ts";

const account = accountOf();
const expiry = faultOf("account.token_expired");
const wrongPassword = faultOf("account.wrong_password");
const signIn = { type: "signIn.requested", userName: "alice", password: "correct horse" } as const;

const walk: Walk<typeof accountMachine> = {
  machine: accountMachine,
  events: [
    { type: "account.restored", account: null },
    { type: "account.restored", account },
    { type: "account.restoreFailed", fault: expiry },
    { type: "account.restoreFailed", fault: faultOf("homeserver.unreachable") },
    signIn,
    { type: "register.requested", userName: "alice", password: "correct horse", displayName: "Alice" },
    { type: "guest.requested", displayName: "Alice" },
    { type: "account.accepted", account },
    { type: "account.refused", fault: wrongPassword },
    { type: "account.changed", account: null, fault: expiry },
    { type: "account.changed", account: null, fault: null },
    { type: "signOut.requested" },
    { type: "account.gone" },
    { type: "retry.requested" },
  ],
};

test("every state is reached, and from each one a person gets to be signed in", () => {
  expect(unreachedStates(walk)).toEqual([]);
  expect(stuckStates(walk, (snapshot) => snapshot.matches("signedIn"))).toEqual([]);
});

test("[A1] a password is in no snapshot on any path", () => {
  for (const { state, steps } of shortestPaths(walk)) {
    for (const snapshot of [state, ...steps.map((step) => step.state)]) {
      expect(JSON.stringify(snapshot)).not.toContain("correct horse");
    }
  }
});

test("whoever is signed in has an account and no fault", () => {
  for (const { state } of shortestPaths(walk)) {
    if (state.matches("signedIn")) expect(state.context).toEqual({ account, fault: null });
    if (state.matches("signedOut")) expect(state.context.account).toBeNull();
  }
});

test("a stored account is restored on start, and given up after its deadline", () => {
  const { actor, clock, named } = startMachine(accountMachine);
  expect(named()).toEqual(["restoreAccount"]);
  clock.increment(RESTORE_DEADLINE_MS);
  expect(actor.getSnapshot().value).toBe("signedOut");
  expect(actor.getSnapshot().context.fault?.code).toBe("step.timed_out");
});

test("[A2] an account restored after its deadline still counts", () => {
  const { actor, clock } = startMachine(accountMachine);
  clock.increment(RESTORE_DEADLINE_MS);
  actor.send({ type: "account.restored", account });
  expect(actor.getSnapshot().value).toBe("signedIn");
});

test("a refused sign-in leaves the person where they were, with the reason", () => {
  const { actor, said } = startMachine(accountMachine);
  actor.send({ type: "account.restored", account: null });
  said();
  actor.send(signIn);
  expect(said()).toEqual([{ type: "signIn", userName: "alice", password: "correct horse" }]);
  actor.send({ type: "account.refused", fault: wrongPassword });
  expect(actor.getSnapshot().value).toBe("signedOut");
  expect(actor.getSnapshot().context.fault).toEqual(wrongPassword);
});

test("a sign-in without an answer ends with its deadline", () => {
  const { actor, clock } = startMachine(accountMachine);
  actor.send({ type: "account.restored", account: null });
  actor.send({ type: "guest.requested", displayName: "Alice" });
  clock.increment(SIGN_IN_DEADLINE_MS);
  expect(actor.getSnapshot().value).toBe("signedOut");
  expect(actor.getSnapshot().context.fault).toEqual(faultOf("step.timed_out", { detail: "account" }));
});

test("[A3] an expired account is remembered, so that its person only has to sign in again", () => {
  const { actor } = startMachine(accountMachine);
  actor.send({ type: "account.restored", account });
  actor.send({ type: "account.changed", account: null, fault: expiry });
  expect(actor.getSnapshot().value).toBe("expired");
  expect(actor.getSnapshot().context).toEqual({ account, fault: expiry });
  actor.send(signIn);
  actor.send({ type: "account.refused", fault: wrongPassword });
  expect(actor.getSnapshot().value).toBe("expired");
});

test("a new display name changes the account and nothing else", () => {
  const { actor, said } = startMachine(accountMachine);
  actor.send({ type: "account.restored", account });
  said();
  actor.send({ type: "account.changed", account: accountOf({ displayName: "Alicia" }), fault: null });
  expect(actor.getSnapshot().value).toBe("signedIn");
  expect(actor.getSnapshot().context.account?.displayName).toBe("Alicia");
  expect(said()).toEqual([]);
});

test("signing out ends, whether or not the homeserver answers", () => {
  const { actor, clock, said } = startMachine(accountMachine);
  actor.send({ type: "account.restored", account });
  said();
  actor.send({ type: "signOut.requested" });
  expect(said()).toEqual([{ type: "signOut" }]);
  clock.increment(SIGN_OUT_DEADLINE_MS);
  expect(actor.getSnapshot().value).toBe("signedOut");
});
