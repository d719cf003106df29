import { describe, expect, test } from "vitest";
import type { Leg } from "../domain/call.ts";
import { faultOf } from "../domain/fault.ts";
import { shortestPaths, stuckStates, unreachedStates, type Walk } from "../testing/paths.ts";
import { startMachine } from "../testing/startMachine.ts";
import { reconnectionMachine, RESTORE_DEADLINE_MS } from "./reconnection.machine.ts";

const [near, far] = ["https://near.example.org", "https://far.example.org"];
const fault = faultOf("sfu.unreachable");
const lost = (leg: Leg, serviceUrl: string | null = null) => ({ type: "leg.lost", leg, serviceUrl, fault }) as const;
const restored = (leg: Leg, serviceUrl: string | null = null) => ({ type: "leg.restored", leg, serviceUrl }) as const;

const walk: Walk<typeof reconnectionMachine> = {
  machine: reconnectionMachine,
  events: [
    lost("homeserver"),
    lost("membership"),
    lost("device"),
    lost("transport", near),
    restored("homeserver"),
    restored("membership"),
    restored("device"),
    restored("transport", near),
    { type: "transport.dropped", serviceUrl: near },
    { type: "restore.failed", serviceUrl: near, fault },
    { type: "call.left" },
  ],
  tell: ({ limits }) => limits.map(({ leg }) => leg).toSorted(),
};

test("every state is reached, and each leg can be up again", () => {
  expect(unreachedStates(walk)).toEqual([]);
  expect(stuckStates(walk, ({ context }) => context.limits.length === 0)).toEqual([]);
});

test("[R1] a leg is lost exactly when it is among the limits, on every path", () => {
  for (const { state } of shortestPaths(walk)) {
    for (const leg of ["homeserver", "membership", "device", "transport"] as const) {
      expect(state.value[leg] === "lost").toBe(state.context.limits.some((limit) => limit.leg === leg));
    }
  }
});

test("[R2] a lost homeserver is shown and touches no media", () => {
  const { actor, said } = startMachine(reconnectionMachine);
  actor.send(lost("homeserver"));
  actor.send(lost("membership"));
  expect(said()).toEqual([]);
  actor.send(restored("homeserver"));
  expect(said()).toEqual([]);
  expect(actor.getSnapshot().context.limits).toEqual([{ leg: "membership", serviceUrl: null, fault }]);
});

describe("[R3] a lost SFU", () => {
  test("is tried at once, then every half second as long as a restart takes, then every two while the call lives", () => {
    const { actor, clock, said } = startMachine(reconnectionMachine);
    actor.send(lost("transport", near));
    const waits: number[] = [];
    for (let tried = 1; tried <= 23; tried += 1) {
      expect(said()).toContainEqual({ type: "restoreTransport", serviceUrl: near, attempt: tried });
      actor.send({ type: "restore.failed", serviceUrl: near, fault });
      let waitedMs = 0;
      while (clock.now() < 60_000 && actor.getSnapshot().context.attempts.get(near) === tried) {
        clock.increment(100);
        waitedMs += 100;
      }
      waits.push(waitedMs);
    }
    expect(waits).toEqual([...Array<number>(20).fill(500), 2_000, 2_000, 2_000]);
  });

  test("is tried again when a try gives no answer", () => {
    const { actor, clock, said } = startMachine(reconnectionMachine);
    actor.send(lost("transport", near));
    said();
    clock.increment(RESTORE_DEADLINE_MS);
    expect(said()).toEqual([{ type: "restoreTransport", serviceUrl: near, attempt: 2 }]);
  });

  test("is tried no more once it is back, and from the beginning when it is lost again", () => {
    const { actor, clock, said } = startMachine(reconnectionMachine);
    actor.send(lost("transport", near));
    actor.send(restored("transport", near));
    said();
    clock.increment(60_000);
    expect(said()).toEqual([]);
    actor.send(lost("transport", near));
    expect(said()).toContainEqual({ type: "restoreTransport", serviceUrl: near, attempt: 1 });
  });

  test("is tried apart from another one", () => {
    const { actor, clock, said } = startMachine(reconnectionMachine);
    actor.send(lost("transport", near));
    actor.send(lost("transport", far));
    actor.send({ type: "restore.failed", serviceUrl: far, fault });
    actor.send(restored("transport", near));
    said();
    clock.increment(500);
    expect(said()).toEqual([{ type: "restoreTransport", serviceUrl: far, attempt: 2 }]);
    expect(actor.getSnapshot().value.transport).toBe("lost");
  });

  test("is forgotten when nobody is there any more, or the call is over", () => {
    for (const end of [{ type: "transport.dropped", serviceUrl: near } as const, { type: "call.left" } as const]) {
      const { actor, clock, said } = startMachine(reconnectionMachine);
      actor.send(lost("transport", near));
      said();
      actor.send(end);
      expect(said()).toEqual([]);
      expect(actor.getSnapshot().context.limits).toEqual([]);
      clock.increment(60_000);
      expect(said()).toEqual([]);
      expect(actor.getSnapshot().value.transport).toBe("steady");
    }
  });
});
