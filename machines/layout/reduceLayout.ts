import { unreachable } from "../domain/unreachable.ts";
import { arrange, pagedTiles } from "./arrange.ts";
import type { LayoutContext, LayoutTile } from "./layoutContext.ts";
import { screenTileId } from "./layoutContext.ts";
import type { LayoutEvent } from "./layoutEvents.ts";
import { exchange, reorder } from "./order.ts";
import { bigTileOf, naturalLayout, shapeOf } from "./shape.ts";

function withTiles(context: LayoutContext, list: readonly LayoutTile[]): LayoutContext {
  const tiles = new Map(list.map((tile) => [tile.tileId, tile]));
  // We come first when we come in, as we are the one that everybody looks for to see if all is well.
  const arriving = [...list].sort(
    (a, b) => Number(b.isOwn && b.kind === "person") - Number(a.isOwn && a.kind === "person"),
  );
  const isHere = (memberId: string): boolean => tiles.has(memberId);
  return {
    ...context,
    tiles,
    order: reorder(
      context.order,
      arriving.map((tile) => tile.tileId),
    ),
    speaking: context.speaking.filter(isHere),
    spoken: context.spoken.filter(isHere),
    speakerId: context.speakerId !== null && isHere(context.speakerId) ? context.speakerId : null,
    pinnedId: context.pinnedId !== null && tiles.has(context.pinnedId) ? context.pinnedId : null,
  };
}

function withSpeech(context: LayoutContext, memberId: string, isSpeaking: boolean): LayoutContext {
  if (context.speaking.includes(memberId) === isSpeaking) return context;
  const others = context.speaking.filter((id) => id !== memberId);
  const spoken = [...context.spoken.filter((id) => id !== memberId), memberId];
  return { ...context, speaking: isSpeaking ? [...others, memberId] : others, spoken };
}

function answer(context: LayoutContext, event: LayoutEvent): LayoutContext {
  const list = [...context.tiles.values()];
  switch (event.type) {
    case "roster.changed":
      return withTiles(context, event.tiles);
    case "screen.started": {
      const tileId = screenTileId(event.memberId);
      if (context.tiles.has(tileId)) return context;
      return withTiles(context, [...list, { tileId, memberId: event.memberId, kind: "screen", isOwn: event.isOwn }]);
    }
    case "screen.ended":
      return withTiles(
        context,
        list.filter((tile) => tile.tileId !== screenTileId(event.memberId)),
      );
    case "speech.changed":
      return withSpeech(context, event.memberId, event.isSpeaking);
    case "layout.chosen": {
      const choice = event.layout === naturalLayout(context) ? null : event.layout;
      return { ...context, choice, page: 0, pinnedId: event.layout === "grid" ? null : context.pinnedId };
    }
    case "pin.chosen": {
      const isKnown = event.tileId !== null && context.tiles.has(event.tileId);
      return { ...context, pinnedId: isKnown ? event.tileId : null };
    }
    case "page.chosen":
      return { ...context, page: Math.max(0, Math.trunc(event.page)) };
    case "stage.resized": {
      const { widthPx: width, heightPx: height, hasTopBar = true, hasControls = true } = event;
      return { ...context, stage: { width, height, hasTopBar, hasControls } };
    }
    default:
      return unreachable(event);
  }
}

/** Ends a chosen grid once it is what would come by itself, keeps the page in range, and hands the big tile over. */
function settle(before: LayoutContext, context: LayoutContext): LayoutContext {
  const hasTurnedGrid = naturalLayout(before) === "spotlight" && naturalLayout(context) === "grid";
  const choice = hasTurnedGrid && context.choice === "grid" ? null : context.choice;
  const chosen = choice === context.choice ? context : { ...context, choice };
  const shape = shapeOf(chosen);
  const big = shape === "spotlight" ? bigTileOf(chosen) : null;
  const wasBig = before.spotlightId;
  // Who leaves the spotlight takes the place of who enters it, so that the rail stays as it is.
  const order = big !== null && wasBig !== null ? exchange(chosen.order, wasBig, big) : chosen.order;
  const page = shape === shapeOf(before) ? chosen.page : 0;
  const settled = { ...chosen, order, spotlightId: big, page };
  return settled.stage === null ? settled : { ...settled, page: arrange(settled).page };
}

/** Folds one event in; the same context when nothing changed. */
export function reduceLayout(context: LayoutContext, event: LayoutEvent): LayoutContext {
  const answered = answer(context, event);
  return answered === context ? context : settle(context, answered);
}

/** Gives the turn to whoever of the others has spoken longest without a break. */
export function giveTurn(context: LayoutContext): LayoutContext {
  const speakerId = context.speaking.find((id) => context.tiles.get(id)?.isOwn === false) ?? null;
  return speakerId === null || speakerId === context.speakerId ? context : settle(context, { ...context, speakerId });
}

/** Speaking members who are on another page than the first, where people are looked for. */
export function hiddenSpeakers(context: LayoutContext): readonly string[] {
  const { placements, pageCount } = arrange({ ...context, page: 0 });
  return pageCount < 2 ? [] : context.speaking.filter((id) => placements.get(id) === null);
}

/** Brings a hidden speaker to the first page, in the place of whoever there has been silent longest. Only those two move. */
export function bringForward(context: LayoutContext, memberId: string): LayoutContext {
  const { placements } = arrange({ ...context, page: 0 });
  if (placements.get(memberId) !== null) return context;
  const rank = (id: string): number => context.spoken.indexOf(id);
  const silent = pagedTiles(context)
    .filter((id) => placements.get(id) && !context.speaking.includes(id))
    .filter((id) => context.tiles.get(id)?.kind === "person" && context.tiles.get(id)?.isOwn === false);
  const victim = silent.reduceRight<string | null>(
    (least, id) => (least === null || rank(id) < rank(least) ? id : least),
    null,
  );
  return victim === null ? context : { ...context, order: exchange(context.order, victim, memberId) };
}
