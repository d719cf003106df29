import type { StageSize } from "./geometry.ts";

/** How tiles can be arranged, as a person chooses it. */
export type LayoutChoice = "grid" | "spotlight";

/** How tiles are arranged. `one-to-one`: the other fills the stage and we float over it. */
export type LayoutShape = "one-to-one" | LayoutChoice;

/** One thing to look at: a person (`memberId`), or the screen that they share (`memberId screen`). */
export interface LayoutTile {
  readonly tileId: string;
  readonly memberId: string;
  readonly kind: "person" | "screen";
  readonly isOwn: boolean;
}

/** All that the layout is decided from. */
export interface LayoutContext {
  /** By tile id; shares in the order in which they began. */
  readonly tiles: ReadonlyMap<string, LayoutTile>;
  /** Tile ids by place. Places are kept: see `reorder`. */
  readonly order: readonly string[];
  /** Members who speak now, longest first. */
  readonly speaking: readonly string[];
  /** Members who have spoken, latest last. */
  readonly spoken: readonly string[];
  /** Whose turn it is, or was last; never ourselves. */
  readonly speakerId: string | null;
  /** The tile that the person keeps in the spotlight. */
  readonly pinnedId: string | null;
  /** What the person chose against what would come by itself; null follows that. */
  readonly choice: LayoutChoice | null;
  /** The big tile while the shape is spotlight; its place in `order` stays empty in the rail. */
  readonly spotlightId: string | null;
  readonly page: number;
  /** Null until the stage was measured. */
  readonly stage: StageSize | null;
}

/** The layout of a call that nobody is in yet. */
export const emptyLayout: LayoutContext = {
  tiles: new Map(),
  order: [],
  speaking: [],
  spoken: [],
  speakerId: null,
  pinnedId: null,
  choice: null,
  spotlightId: null,
  page: 0,
  stage: null,
};

/** The id of a person's tile. */
export function personTileId(memberId: string): string {
  return memberId;
}

/** The id of the tile of a shared screen. */
export function screenTileId(memberId: string): string {
  return `${memberId} screen`;
}
