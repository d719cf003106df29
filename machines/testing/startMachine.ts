import {
  createActor,
  SimulatedClock,
  type Actor,
  type AnyStateMachine,
  type EmittedFrom,
  type InputFrom,
} from "xstate";

/** A machine at work, with its time turned by hand. */
export interface StartedMachine<Machine extends AnyStateMachine> {
  readonly actor: Actor<Machine>;
  readonly clock: SimulatedClock;
  /** The commands since the last call. */
  said(): readonly EmittedFrom<Machine>[];
  /** Their names since the last call. */
  named(): readonly string[];
}

/** Starts `machine` and collects what it orders. */
export function startMachine<Machine extends AnyStateMachine>(
  machine: Machine,
  input?: InputFrom<Machine>,
): StartedMachine<Machine> {
  const clock = new SimulatedClock();
  const commands: EmittedFrom<Machine>[] = [];
  const actor = createActor(machine as AnyStateMachine, { clock, input }) as Actor<Machine>;
  actor.on("*", (command: EmittedFrom<Machine>) => void commands.push(command));
  actor.start();
  return {
    actor,
    clock,
    said: () => commands.splice(0),
    named: () => commands.splice(0).map(({ type }) => type),
  };
}
