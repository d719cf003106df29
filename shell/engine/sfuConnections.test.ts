import { expect, test, vi } from "vitest";
import { type Fault, faultOf } from "../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../machines/domain/result.ts";
import type { Transport } from "../../machines/domain/transport.ts";
import type { CallEvent } from "../../machines/events/callEvents.ts";
import type { SfuGrant } from "../../workers/homeserver/homeserver.api.ts";
import type { LiveKitAdapter, SfuConnection } from "../adapters/livekit/index.ts";
import { createSfuConnections, type SfuConnectionsInput } from "./sfuConnections.ts";

const near = { type: "livekit", serviceUrl: "https://near.example.org" } as const satisfies Transport;
const far = { type: "livekit", serviceUrl: "https://far.example.org" } as const satisfies Transport;
const away = faultOf("sfu.unreachable", { url: far.serviceUrl, detail: "" });
const grant = { url: "wss://sfu", jwt: "token", participantId: "ann" } as unknown as SfuGrant;

/** Connections over SFUs that answer when they are told to. */
function open() {
  const answers: ((result: Result<null, Fault>) => void)[] = [];
  const purposes: string[] = [];
  const closed: string[] = [];
  const events: CallEvent[] = [];
  const createSfuConnection = ({ serviceUrl }: { readonly serviceUrl: string }) =>
    ({
      serviceUrl,
      connect: () => new Promise<Result<null, Fault>>((resolve) => answers.push(resolve)),
      carry: async () => ok(null),
      close: async () => void closed.push(serviceUrl),
    }) as unknown as SfuConnection;
  const connections = createSfuConnections({
    homeserver: {
      requestSfuGrant: async ({ purpose }: { readonly purpose: string }) => {
        purposes.push(purpose);
        return ok(grant);
      },
    },
    localMedia: { trackOf: () => null },
    loadLiveKit: async () => ({ createSfuConnection }) as unknown as LiveKitAdapter,
    encryption: "none",
    quality: {},
    emit: (event: CallEvent) => void events.push(event),
    isMicrophoneMuted: () => false,
  } as unknown as SfuConnectionsInput);
  const answer = async (at: number, result: Result<null, Fault>) => {
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(at));
    answers[at]?.(result);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { connections, answer, answers, purposes, closed, events };
}

test("[R4] members who come while an SFU is being connected to do not make it begin again", async () => {
  const { connections, answer, answers, purposes, events } = open();
  connections.subscribeTo([far]);
  connections.subscribeTo([far, near]);
  const tried = connections.connect(far.serviceUrl);
  await answer(0, ok(null));
  expect(await tried).toEqual(ok(null));
  connections.subscribeTo([far, near]);
  expect(answers).toHaveLength(2);
  expect(purposes).toEqual(["subscribe", "subscribe"]);
  expect(events).toEqual([]);
});

test("an SFU that cannot be reached is said once, and the next attempt begins anew", async () => {
  const { connections, answer, answers, events } = open();
  connections.subscribeTo([far]);
  await answer(0, failed(away));
  expect(events).toEqual([{ type: "leg.lost", v: 1, leg: "transport", serviceUrl: far.serviceUrl, fault: away }]);
  const again = connections.connect(far.serviceUrl);
  await answer(1, ok(null));
  expect(await again).toEqual(ok(null));
  expect(answers).toHaveLength(2);
});

test.each([
  ["came through", ok(null)],
  ["failed", failed(away)],
])("an SFU where nobody publishes any more is left, though the attempt %s meanwhile", async (_how, result) => {
  const { connections, answer, closed, events } = open();
  connections.subscribeTo([far]);
  await vi.waitFor(() => expect([...connections.all()]).toHaveLength(1));
  connections.subscribeTo([]);
  await answer(0, result);
  expect([...connections.all()]).toEqual([]);
  expect(closed).toEqual([far.serviceUrl]);
  expect(events).toEqual([]);
});

test("[R4] where we are to publish we connect as ourselves, also when we were about to listen there", async () => {
  const { connections, answers, purposes } = open();
  connections.subscribeTo([far]);
  void connections.connect(far.serviceUrl, "publish");
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  expect(purposes).toEqual(["subscribe", "publish"]);
});

test("after leaving, joining does not wait for what was under way", async () => {
  const { connections, answer } = open();
  const left = connections.connect(far.serviceUrl);
  await connections.close();
  const rejoined = connections.connect(far.serviceUrl);
  expect((await left).ok).toBe(false);
  await answer(0, ok(null));
  expect(await rejoined).toEqual(ok(null));
});
