import { type LayoutTile, personTileId, screenTileId } from "../../../machines/layout/layoutContext.ts";
import type { TileFacts } from "../../../machines/projections/tileFacts.ts";

/** One tile for each member, and one for each screen that is shared; in joining order. Alone, one always sees oneself. */
export function layoutTilesOf(facts: readonly TileFacts[], isSelfViewShown: boolean): readonly LayoutTile[] {
  const shown = facts.filter(({ member }) => isSelfViewShown || !member.isOwn || facts.length === 1);
  return shown.flatMap(({ member: { memberId, isOwn }, isScreenOn }) => {
    const person: LayoutTile = { tileId: personTileId(memberId), memberId, kind: "person", isOwn };
    const screen: LayoutTile = { tileId: screenTileId(memberId), memberId, kind: "screen", isOwn };
    return isScreenOn ? [person, screen] : [person];
  });
}
