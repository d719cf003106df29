import type { AnyStateMachine, EventFromLogic, InputFrom, SnapshotFrom } from "xstate";
import { getAdjacencyMap, getShortestPaths, getSimplePaths, type StatePath } from "xstate/graph";

/** How a machine is to be walked. */
export interface Walk<Machine extends AnyStateMachine> {
  readonly machine: Machine;
  readonly input?: InputFrom<Machine>;
  /** Facts that may come in any state; delays that run out are added by the walk itself. */
  readonly events: readonly EventFromLogic<Machine>[];
  /** The part of the context that decides what comes next; the rest would only multiply the states. */
  readonly tell?: (context: SnapshotFrom<Machine>["context"]) => unknown;
  /** Paths, as `a.b`, that are only passed through, so that no snapshot ever stands in them. */
  readonly passing?: readonly string[];
}

type Path<Machine extends AnyStateMachine> = StatePath<SnapshotFrom<Machine>, EventFromLogic<Machine>>;

/** One shortest path to every snapshot that can be told from others. */
export function shortestPaths<Machine extends AnyStateMachine>(walk: Walk<Machine>): readonly Path<Machine>[] {
  return getShortestPaths(walk.machine, optionsOf(walk)) as unknown as Path<Machine>[];
}

/** Every path that visits no snapshot twice; for small machines only. */
export function simplePaths<Machine extends AnyStateMachine>(walk: Walk<Machine>): readonly Path<Machine>[] {
  return getSimplePaths(walk.machine, optionsOf(walk)) as unknown as Path<Machine>[];
}

/** Leaf states that no path ends in; `[]` is what a machine should have. */
export function unreachedStates<Machine extends AnyStateMachine>(walk: Walk<Machine>): readonly string[] {
  const reached = new Set(shortestPaths(walk).flatMap(({ state }) => leavesOf(state)));
  return leafPaths(walk.machine.root).filter((path) => !reached.has(path) && !(walk.passing ?? []).includes(path));
}

/** Snapshots from which no sequence of events leads to one that `isHome`, by their leaf states; `[]` is what a machine should have. */
export function stuckStates<Machine extends AnyStateMachine>(
  walk: Walk<Machine>,
  isHome: (snapshot: SnapshotFrom<Machine>) => boolean,
): readonly string[] {
  const map = getAdjacencyMap(walk.machine, optionsOf(walk)) as unknown as Readonly<Record<string, Vertex<Machine>>>;
  const tell = serializerOf(walk);
  const comesFrom = new Map<string, string[]>();
  for (const [from, { transitions }] of Object.entries(map)) {
    for (const { state } of Object.values(transitions))
      comesFrom.set(tell(state), [...(comesFrom.get(tell(state)) ?? []), from]);
  }
  const free = new Set(Object.entries(map).flatMap(([key, { state }]) => (isHome(state) ? [key] : [])));
  for (const key of free) for (const before of comesFrom.get(key) ?? []) free.add(before);
  return Object.entries(map).flatMap(([key, { state }]) => (free.has(key) ? [] : [leavesOf(state).join(" ")]));
}

/** Paths, as `a.b`, of the leaf states that a snapshot stands in. */
export function leavesOf(snapshot: { readonly _nodes: readonly Node[] }): readonly string[] {
  return snapshot._nodes.filter(isLeaf).map(({ path }) => path.join("."));
}

interface Node {
  readonly path: readonly string[];
  readonly states: Readonly<Record<string, Node>>;
  readonly after: readonly { readonly eventType: string }[];
}

interface Vertex<Machine extends AnyStateMachine> {
  readonly state: SnapshotFrom<Machine>;
  readonly transitions: Readonly<Record<string, { readonly state: SnapshotFrom<Machine> }>>;
}

function optionsOf<Machine extends AnyStateMachine>(walk: Walk<Machine>) {
  return {
    ...(walk.input === undefined ? {} : { input: walk.input }),
    events: (snapshot: SnapshotFrom<Machine>) => [...walk.events, ...delaysOf(snapshot)] as EventFromLogic<Machine>[],
    serializeState: serializerOf(walk),
    limit: 20_000,
  } as object;
}

function serializerOf<Machine extends AnyStateMachine>({ tell = (context) => context }: Walk<Machine>) {
  return ({ value, context }: SnapshotFrom<Machine>): string =>
    `${JSON.stringify(value)} ${JSON.stringify(tell(context))}`;
}

/** The events by which the delays of the states that a snapshot stands in run out. */
function delaysOf({ _nodes }: { readonly _nodes: readonly Node[] }): readonly { readonly type: string }[] {
  return _nodes.flatMap(({ after }) => after.map(({ eventType }) => ({ type: eventType })));
}

function leafPaths(node: Node): readonly string[] {
  return isLeaf(node) ? [node.path.join(".")] : Object.values(node.states).flatMap(leafPaths);
}

function isLeaf({ states }: Node): boolean {
  return Object.keys(states).length === 0;
}
