import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoffMs, reduceJob, takenJob } from "./job.ts";
import type { Job, JobEvent, JobState } from "./job.ts";

const job: Job = { room: "room", identity: "alice", delayId: "delay", delayMs: 10_000, serverName: "example.org" };

function startJob({
  sanityCheckMs = 0,
  delayMs = job.delayMs,
  restored = undefined as { restartedAt: number; wasSeen: boolean } | undefined,
} = {}) {
  let now = 1_000_000;
  let state: JobState = takenJob(now, restored);
  const commands: string[] = [];
  function send(event: JobEvent): string[] {
    const [next, wanted] = reduceJob(state, event, { job: { ...job, delayMs }, now, chance: 0.5, sanityCheckMs });
    state = next;
    const told = wanted.map((command) =>
      command.type === "wait"
        ? `wait ${command.timer} ${command.ms}`
        : command.type === "end"
          ? `end ${command.outcome}`
          : command.type,
    );
    commands.push(...told);
    return told;
  }
  return {
    send,
    commands,
    phase: () => state.phase,
    state: () => state,
    pass: (ms: number) => (now += ms),
    now: () => now,
    answered: (action: "restart" | "send", kind: "done" | "gone" | "failed", retryAfterMs: number | null = null) =>
      send({
        type: "request.answered",
        action,
        askedAt: now,
        answer: kind === "failed" ? { kind, retryAfterMs } : { kind },
      }),
  };
}

const joined: JobEvent = { type: "participant.joined", sid: "PA_1" };
const left = (more: Partial<JobEvent & { type: "participant.left" }> = {}): JobEvent => ({
  type: "participant.left",
  sid: "PA_1",
  joinedAt: null,
  why: "intentional",
  ...more,
});
const checked = (presence: "present" | "absent" | "silent" | "unknown"): JobEvent => ({
  type: "participant.checked",
  presence,
});
const fired = (timer: "request" | "check" | "deadline"): JobEvent => ({ type: "timer.fired", timer });

function startConnected(options?: Parameters<typeof startJob>[0]) {
  const started = startJob(options);
  started.send({ type: "job.taken" });
  started.send(joined);
  started.answered("restart", "done");
  return started;
}

describe("waiting for somebody to connect", () => {
  test("[DL1] is kept, looked for at once, and bounded by the delay", () => {
    expect(startJob().send({ type: "job.taken" })).toEqual(["save", "check", "wait deadline 10000"]);
    expect(startJob({ delayMs: 7_200_000 }).send({ type: "job.taken" })).toContain("wait deadline 3600000");
  });

  test.each([joined, checked("present")])("[DL1] %j connects, which restarts the delay at once", (event) => {
    const { send, phase } = startJob();
    send({ type: "job.taken" });
    expect(send(event)).toEqual(["restart", "save"]);
    expect(phase()).toBe("connected");
  });

  test.each(["absent", "silent", "unknown"] as const)(
    "[DL1] who is %s is looked for again, ever less often",
    (presence) => {
      const { send } = startJob();
      expect([send(checked(presence)), send(checked(presence)), send(checked(presence))]).toEqual([
        ["wait check 1000"],
        ["wait check 1500"],
        ["wait check 2250"],
      ]);
      expect(send(fired("check"))).toEqual(["check"]);
    },
  );

  test("[DL2] nobody came: the leave is sent", () => {
    const { send, phase } = startJob();
    expect(send(fired("deadline"))).toEqual(["send"]);
    expect(phase()).toBe("leaving");
  });

  test("[DL3] a connection that fails ends it", () => {
    const { send, now } = startJob();
    expect(send(left({ why: "lost", joinedAt: now() }))).toEqual(["end aborted"]);
  });

  test("[DL4] the end of the connection before a reload ends nothing", () => {
    const { send, now, phase } = startJob();
    send(left({ why: "lost", joinedAt: now() - 5000 }));
    send(left({ why: "intentional", joinedAt: now() - 5000 }));
    expect(phase()).toBe("waiting");
  });
});

describe("connected", () => {
  test("[DL5] the delay is restarted when 80 % of it have passed, over and over", () => {
    const { send, answered, pass } = startConnected();
    for (let round = 0; round < 3; round += 1) {
      pass(8000);
      expect(send(fired("request"))).toEqual(["restart"]);
      expect(answered("restart", "done")).toEqual(["save", "wait request 8000"]);
    }
  });

  test("[DL5] what an answer took is not added to the delay", () => {
    const { send, pass, now } = startConnected();
    const askedAt = now();
    pass(3000);
    expect(send({ type: "request.answered", action: "restart", askedAt, answer: { kind: "done" } })).toContain(
      "wait request 5000",
    );
  });

  test("[DL2] who leaves, or is lost, has the leave sent", () => {
    for (const why of ["intentional", "lost"] as const) {
      const { send, phase } = startConnected();
      expect(send(left({ why }))).toEqual(["send"]);
      expect(phase()).toBe("leaving");
    }
  });

  test("[DL4] the end of an earlier connection, or a move, is no leave", () => {
    const { send, phase } = startConnected();
    send({ type: "participant.joined", sid: "PA_2" });
    send(left({ sid: "PA_1" }));
    send(left({ sid: "PA_2", why: "moved" }));
    expect(phase()).toBe("connected");
    send(left({ sid: "PA_2" }));
    expect(phase()).toBe("leaving");
  });

  test("[DL6] the homeserver's own wait counts, else waits grow until the delay is over", () => {
    const { answered, send, pass } = startConnected();
    expect(answered("restart", "failed", 4000)).toEqual(["wait request 4000"]);
    pass(4000);
    expect(send(fired("request"))).toEqual(["restart"]);
    expect(answered("restart", "failed")).toEqual(["wait request 1500"]);
    expect(answered("restart", "failed", 6000)).toEqual(["end aborted"]);
  });

  test("[DL6] a delayed event that the homeserver does not know ends it", () => {
    expect(startConnected().answered("restart", "gone")).toEqual(["end aborted"]);
  });

  test("[DL6] a restart that comes too late is not asked for", () => {
    const { send, pass } = startConnected();
    pass(10_000);
    expect(send(fired("request"))).toEqual(["end aborted"]);
  });

  test("[DL7] a check that finds nobody has the leave sent", () => {
    const { send } = startConnected({ sanityCheckMs: 5000 });
    expect(send(fired("check"))).toEqual(["check"]);
    expect(send(checked("present"))).toEqual(["wait check 5000"]);
    expect(send(checked("unknown"))).toEqual(["wait check 5000"]);
    expect(send(checked("absent"))).toEqual(["send"]);
  });

  test("[DL7] somebody listed on a node that died is gone at the second silence, not at the first", () => {
    const { send } = startConnected({ sanityCheckMs: 5000 });
    expect(send(checked("silent"))).toEqual(["wait check 5000"]);
    expect(send(checked("present"))).toEqual(["wait check 5000"]);
    expect(send(checked("silent"))).toEqual(["wait check 5000"]);
    expect(send(checked("silent"))).toEqual(["send"]);
  });

  test("[DL7] a room that starts anew is a reason to look, also without regular checks", () => {
    const { send } = startConnected();
    expect(send({ type: "room.restarted" })).toEqual(["wait check 30000"]);
    expect(send(fired("check"))).toEqual(["check"]);
    expect(send(checked("silent"))).toEqual(["wait check 30000"]);
    expect(send(checked("silent"))).toEqual(["send"]);
  });
});

describe("leaving", () => {
  test.each(["done", "gone"] as const)("[DL8] an answer of %s is the end", (kind) => {
    const { send, answered } = startConnected();
    send(left());
    expect(answered("send", kind)).toEqual(["end sent"]);
  });

  test("[DL8] it is tried until the homeserver will have sent it itself", () => {
    const { send, answered, pass } = startConnected();
    send(left());
    expect(answered("send", "failed")).toEqual(["wait request 1000"]);
    expect(send(fired("request"))).toEqual(["send"]);
    pass(9500);
    expect(answered("send", "failed")).toEqual(["end aborted"]);
  });

  test("[DL8] a late answer to a restart is no answer to the sending", () => {
    const { send, answered, phase } = startConnected();
    send(left());
    expect(answered("restart", "gone")).toEqual([]);
    expect(phase()).toBe("leaving");
  });
});

describe("taken over from another instance", () => {
  test("[DL9] who is still there is connected; the delay is that of the other", () => {
    const { send, state } = startJob({ restored: { restartedAt: 995_000, wasSeen: true } });
    expect(send({ type: "job.taken" })).toContain("wait deadline 5000");
    expect(send(checked("present"))).toEqual(["restart", "save"]);
    expect(state().restartedAt).toBe(995_000);
  });

  test("[DL9] who left meanwhile has the leave sent at once; who never came is waited for", () => {
    expect(startJob({ restored: { restartedAt: 995_000, wasSeen: true } }).send(checked("absent"))).toEqual(["send"]);
    expect(startJob({ restored: { restartedAt: 995_000, wasSeen: false } }).send(checked("absent"))).toEqual([
      "wait check 1000",
    ]);
  });
});

test("waits grow from 1 s to 60 s, give or take a half", () => {
  expect([backoffMs(0, 0), backoffMs(0, 1), backoffMs(50, 0.5)]).toEqual([500, 1500, 60_000]);
});

test("whatever happens in whatever order, a job ends once, wants nothing after that, and is sent only if asked for", () => {
  const anyEvent = fc.oneof(
    fc.constantFrom<JobEvent>(
      { type: "job.taken" },
      { type: "room.restarted" },
      joined,
      left(),
      left({ why: "lost" }),
      left({ why: "moved" }),
    ),
    fc.constantFrom("present", "absent", "silent", "unknown").map((presence) => checked(presence as "present")),
    fc.constantFrom("request", "check", "deadline").map((timer) => fired(timer as "request")),
    fc.record({ action: fc.constantFrom("restart", "send"), kind: fc.constantFrom("done", "gone", "failed") }).map(
      ({ action, kind }) =>
        ({
          type: "request.answered",
          action,
          askedAt: 1_000_000,
          answer: kind === "failed" ? { kind, retryAfterMs: null } : { kind },
        }) as JobEvent,
    ),
  );
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
      const { send, phase, commands } = startJob();
      send({ type: "job.taken" });
      for (const event of events) {
        const wasEnded = phase() === "ended";
        const told = send(event);
        if (wasEnded) expect(told).toEqual([]);
      }
      expect(commands.filter((command) => command.startsWith("end")).length).toBe(phase() === "ended" ? 1 : 0);
      if (commands.includes("end sent") || phase() === "leaving") expect(commands).toContain("send");
    }),
  );
});
