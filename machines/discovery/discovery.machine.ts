import { assign, emit, setup } from "xstate";
import { faultOf, type Fault } from "../domain/fault.ts";
import type { Transport } from "../domain/transport.ts";

/** How long a hop gets before the next one is asked, in ms (ours: twice a slow answer; a person waits in the lobby). */
export const HOP_DEADLINE_MS = 3_000;

/** The places that may name a transport, in the order in which they are asked. */
export type DiscoveryHop = "homeserver" | "well-known" | "config";

/** What a hop said, for "Details" when no transport is found. */
export interface HopProof {
  readonly hop: DiscoveryHop;
  readonly url?: string;
  readonly outcome: "found" | "empty" | "failed";
  readonly fault?: Fault;
}

/** What moves `discoveryMachine`. Answers name their hop, as one may come after its deadline. */
export type DiscoveryEvent =
  /** `configTransport`: what `config.json` names (`livekit.livekit_service_url`). */
  | { readonly type: "discovery.requested"; readonly configTransport: Transport | null }
  | HopAnswer
  | { readonly type: "hop.failed"; readonly hop: "homeserver" | "well-known"; readonly fault: Fault }
  | { readonly type: "retry.requested" };

/** An empty list is an answer; `url` is what was asked, if the adapter knows. */
export interface HopAnswer {
  readonly type: "hop.answered";
  readonly hop: "homeserver" | "well-known";
  readonly transports: readonly Transport[];
  readonly url?: string;
}

/** What `discoveryMachine` orders. */
export type DiscoveryCommand = { readonly type: "askHomeserver" } | { readonly type: "askWellKnown" };

/** The transport found, or the fault with a proof of every hop. */
export interface DiscoveryContext {
  readonly configTransport: Transport | null;
  readonly transport: Transport | null;
  readonly proofs: readonly HopProof[];
  /** `transport.missing`, with the proofs as words in `detail`; set in `missing`. */
  readonly fault: Fault | null;
}

const chart = setup({
  types: {} as { context: DiscoveryContext; events: DiscoveryEvent; emitted: DiscoveryCommand },
  delays: { hopDeadline: HOP_DEADLINE_MS },
  guards: { hasTransport: ({ context }) => context.transport !== null },
  actions: {
    begin: assign({ transport: null, proofs: [], fault: null }),
    askHomeserver: emit({ type: "askHomeserver" }),
    askWellKnown: emit({ type: "askWellKnown" }),
    readConfig: assign(({ context }) => ({
      transport: context.configTransport,
      proofs: withProof(context.proofs, {
        hop: "config",
        outcome: context.configTransport === null ? "empty" : "found",
        ...(context.configTransport === null ? {} : { url: context.configTransport.serviceUrl }),
      }),
    })),
    giveUp: assign(({ context }) => ({
      fault: faultOf("transport.missing", { detail: proofsInWords(context.proofs) }),
    })),
    noteTimeout: assign(({ context }, params: { readonly hop: DiscoveryHop }) => ({
      proofs: withProof(context.proofs, {
        hop: params.hop,
        outcome: "failed",
        fault: faultOf("step.timed_out", { detail: params.hop }),
      }),
    })),
  },
});

/** Waits for the answer of `hop`, then goes on to `next`. */
const asking = (hop: "homeserver" | "well-known", next: "askingWellKnown" | "readingConfig") =>
  chart.createStateConfig({
    entry: hop === "homeserver" ? "askHomeserver" : "askWellKnown",
    on: {
      "hop.answered": [
        {
          guard: ({ event }) => event.transports.length > 0,
          target: "found",
          actions: assign(({ context, event }) => takeAnswer(context, event)),
        },
        {
          guard: ({ event }) => event.hop === hop,
          target: next,
          actions: assign(({ context, event }) => takeAnswer(context, event)),
        },
      ],
      "hop.failed": {
        guard: ({ event }) => event.hop === hop,
        target: next,
        actions: assign(({ context, event }) => ({
          proofs: withProof(context.proofs, {
            hop,
            outcome: "failed",
            fault: event.fault,
            ...(event.fault.url === undefined ? {} : { url: event.fault.url }),
          }),
        })),
      },
    },
    after: { hopDeadline: { target: next, actions: { type: "noteTimeout", params: { hop } } } },
  });

/**
 * Finds where we may publish: homeserver, then `.well-known`, then `config.json`, with a proof of each hop.
 * A transport named after its hop's deadline is still taken, as long as nothing else was found.
 */
export const discoveryMachine = chart.createMachine({
  id: "discovery",
  context: { configTransport: null, transport: null, proofs: [], fault: null },
  initial: "idle",
  on: {
    "discovery.requested": {
      target: ".askingHomeserver",
      reenter: true,
      actions: ["begin", assign({ configTransport: ({ event }) => event.configTransport })],
    },
  },
  states: {
    idle: {},
    askingHomeserver: asking("homeserver", "askingWellKnown"),
    askingWellKnown: asking("well-known", "readingConfig"),
    readingConfig: { entry: "readConfig", always: [{ guard: "hasTransport", target: "found" }, { target: "missing" }] },
    found: { on: { "retry.requested": { target: "askingHomeserver", actions: "begin" } } },
    missing: {
      entry: "giveUp",
      on: {
        "retry.requested": { target: "askingHomeserver", actions: "begin" },
        "hop.answered": {
          guard: ({ event }) => event.transports.length > 0,
          target: "found",
          actions: [assign(({ context, event }) => takeAnswer(context, event)), assign({ fault: null })],
        },
      },
    },
  },
});

function takeAnswer(context: DiscoveryContext, answer: HopAnswer): Pick<DiscoveryContext, "transport" | "proofs"> {
  const transport = answer.transports[0] ?? null;
  const proof: HopProof = {
    hop: answer.hop,
    outcome: transport === null ? "empty" : "found",
    ...(answer.url === undefined ? {} : { url: answer.url }),
  };
  return { transport, proofs: withProof(context.proofs, proof) };
}

function withProof(proofs: readonly HopProof[], proof: HopProof): readonly HopProof[] {
  return [...proofs.filter(({ hop }) => hop !== proof.hop), proof];
}

/** `homeserver: empty · well-known: failed (homeserver.unreachable) · config: empty`, for an operator's eyes. */
function proofsInWords(proofs: readonly HopProof[]): string {
  return proofs.map(({ hop, outcome, fault }) => `${hop}: ${outcome}${fault ? ` (${fault.code})` : ""}`).join(" · ");
}
