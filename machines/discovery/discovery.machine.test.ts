import { expect, test } from "vitest";
import { faultOf } from "../domain/fault.ts";
import { transportOf } from "../testing/fixtures.ts";
import { shortestPaths, simplePaths, stuckStates, unreachedStates, type Walk } from "../testing/paths.ts";
import { startMachine } from "../testing/startMachine.ts";
import { discoveryMachine, HOP_DEADLINE_MS } from "./discovery.machine.ts";

const sfu = transportOf("sfu");
const down = faultOf("homeserver.unreachable", { url: "https://example.org" });

const walk: Walk<typeof discoveryMachine> = {
  machine: discoveryMachine,
  events: [
    { type: "discovery.requested", configTransport: null },
    { type: "discovery.requested", configTransport: sfu },
    { type: "hop.answered", hop: "homeserver", transports: [sfu] },
    { type: "hop.answered", hop: "homeserver", transports: [] },
    { type: "hop.answered", hop: "well-known", transports: [sfu] },
    { type: "hop.answered", hop: "well-known", transports: [] },
    { type: "hop.failed", hop: "homeserver", fault: down },
    { type: "hop.failed", hop: "well-known", fault: down },
    { type: "retry.requested" },
  ],
  tell: ({ configTransport }) => configTransport !== null,
  passing: ["readingConfig"],
};

function look(configTransport = null as ReturnType<typeof transportOf> | null) {
  const started = startMachine(discoveryMachine);
  started.actor.send({ type: "discovery.requested", configTransport });
  return started;
}

test("every state is reached, and from each one a transport can be found", () => {
  expect(unreachedStates(walk)).toEqual([]);
  expect(stuckStates(walk, (snapshot) => snapshot.matches("found"))).toEqual([]);
});

test("[D1] found means a transport, missing means a fault that proves every hop", () => {
  for (const { state } of [...shortestPaths(walk), ...simplePaths(walk)]) {
    expect(state.context.transport !== null).toBe(state.matches("found"));
    if (!state.matches("missing")) continue;
    expect(state.context.fault?.code).toBe("transport.missing");
    expect(state.context.proofs.map(({ hop }) => hop)).toEqual(["homeserver", "well-known", "config"]);
  }
});

test("[D2] the homeserver is asked first, and what it names first is taken", () => {
  const { actor, named } = look(transportOf("config"));
  expect(named()).toEqual(["askHomeserver"]);
  actor.send({ type: "hop.answered", hop: "homeserver", transports: [sfu, transportOf("second")] });
  expect(actor.getSnapshot().context.transport).toEqual(sfu);
  expect(named()).toEqual([]);
});

test("[D2] then .well-known, then config.json", () => {
  const { actor, named } = look(sfu);
  actor.send({ type: "hop.failed", hop: "homeserver", fault: down });
  actor.send({
    type: "hop.answered",
    hop: "well-known",
    transports: [],
    url: "https://example.org/.well-known/matrix/client",
  });
  expect(named()).toEqual(["askHomeserver", "askWellKnown"]);
  expect(actor.getSnapshot().value).toBe("found");
  expect(actor.getSnapshot().context.proofs).toEqual([
    { hop: "homeserver", outcome: "failed", fault: down, url: "https://example.org" },
    { hop: "well-known", outcome: "empty", url: "https://example.org/.well-known/matrix/client" },
    { hop: "config", outcome: "found", url: sfu.serviceUrl },
  ]);
});

test("[D3] a hop that hangs is left after its deadline, and the fault says which", () => {
  const { actor, clock } = look();
  clock.increment(HOP_DEADLINE_MS);
  expect(actor.getSnapshot().value).toBe("askingWellKnown");
  clock.increment(HOP_DEADLINE_MS);
  expect(actor.getSnapshot().value).toBe("missing");
  expect(actor.getSnapshot().context.fault?.detail).toBe(
    "homeserver: failed (step.timed_out) · well-known: failed (step.timed_out) · config: empty",
  );
});

test("[D3] a transport named after its hop's deadline is still taken", () => {
  const { actor, clock } = look();
  clock.increment(HOP_DEADLINE_MS);
  clock.increment(HOP_DEADLINE_MS);
  actor.send({ type: "hop.answered", hop: "homeserver", transports: [sfu] });
  expect(actor.getSnapshot().value).toBe("found");
  expect(actor.getSnapshot().context.fault).toBeNull();
});

test("an empty answer that comes too late does not count for the hop that is asked now", () => {
  const { actor, clock } = look();
  clock.increment(HOP_DEADLINE_MS);
  actor.send({ type: "hop.answered", hop: "homeserver", transports: [] });
  expect(actor.getSnapshot().value).toBe("askingWellKnown");
});

test("trying again asks every hop again", () => {
  const { actor, clock, named } = look();
  clock.increment(HOP_DEADLINE_MS);
  clock.increment(HOP_DEADLINE_MS);
  named();
  actor.send({ type: "retry.requested" });
  expect(named()).toEqual(["askHomeserver"]);
  expect(actor.getSnapshot().context.proofs).toEqual([]);
});
