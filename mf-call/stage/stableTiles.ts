import type { TileView } from "@shell/contract";

function isSame(a: TileView, b: TileView): boolean {
  return (Object.keys(a) as (keyof TileView)[]).every((key) => {
    if (key !== "rect" || a.rect === null || b.rect === null) return a[key] === b[key];
    return (
      a.rect.x === b.rect.x && a.rect.y === b.rect.y && a.rect.width === b.rect.width && a.rect.height === b.rect.height
    );
  });
}

/** `tiles`, each one that says the same as `before` being the very same, so that only what changed is drawn anew. */
export function stableTiles(before: readonly TileView[], tiles: readonly TileView[]): readonly TileView[] {
  const known = new Map(before.map((tile) => [tile.tileId, tile]));
  return tiles.map((tile) => {
    const old = known.get(tile.tileId);
    return old !== undefined && isSame(old, tile) ? old : tile;
  });
}
