import { type ActorRefFrom, createActor } from "xstate";
import type { JoinStep } from "../../../machines/domain/call.ts";
import type { Fault } from "../../../machines/domain/fault.ts";
import type { Result } from "../../../machines/domain/result.ts";
import { joinMachine } from "../../../machines/join/join.machine.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import { obey } from "../obey.ts";

/** What each step of joining does. */
export interface JoiningSteps {
  authorise(): Promise<Result<unknown, Fault>>;
  connect(): Promise<Result<unknown, Fault>>;
  announce(): Promise<Result<unknown, Fault>>;
  distributeKey(): Promise<Result<unknown, Fault>>;
  publishTracks(): Promise<Result<unknown, Fault>>;
  /** Publishing hangs: makes the connection anew. */
  mendTransport(): void;
  /** Undoes whatever was begun. */
  abandon(): void;
}

/** Runs the way into the call; what comes of it is recorded. */
export function startJoining(
  steps: JoiningSteps,
  record: (event: CallEvent) => void,
): ActorRefFrom<typeof joinMachine> {
  const actor = createActor(joinMachine);

  function run(step: JoinStep, work: Promise<Result<unknown, Fault>>, done: Parameters<typeof actor.send>[0]): void {
    record({ type: "join.stepEntered", v: 1, step });
    void work.then((result) => actor.send(result.ok ? done : { type: "step.failed", step, fault: result.fault }));
  }

  obey(actor, {
    authorise: () => run("authorising", steps.authorise(), { type: "grant.received" }),
    connect: () => run("connecting", steps.connect(), { type: "transport.connected" }),
    announce: () => run("announcing", steps.announce(), { type: "membership.announced" }),
    distributeKey: () => run("distributing_key", steps.distributeKey(), { type: "key.distributed" }),
    publishTracks: () => run("publishing", steps.publishTracks(), { type: "tracks.published" }),
    mendTransport: () => steps.mendTransport(),
    abandonJoin: () => steps.abandon(),
  });
  let previous = actor.getSnapshot();
  actor.subscribe((snapshot) => {
    const begins = (state: "joined" | "failed") => snapshot.matches(state) && !previous.matches(state);
    const { step, fault } = snapshot.context;
    if (begins("joined")) record({ type: "call.joined", v: 1 });
    if (begins("failed") && step !== null && fault !== null) record({ type: "join.failed", v: 1, step, fault });
    previous = snapshot;
  });
  return actor.start();
}
