import type { StageSize } from "./geometry.ts";
import type { LayoutChoice, LayoutTile } from "./layoutContext.ts";

/** What the layout hears. */
export type LayoutEvent =
  /** All tiles that there are now, people and shares, in the order in which they came. Replaces what was. */
  | { readonly type: "roster.changed"; readonly tiles: readonly LayoutTile[] }
  /** One share more, between two rosters. */
  | { readonly type: "screen.started"; readonly memberId: string; readonly isOwn: boolean }
  | { readonly type: "screen.ended"; readonly memberId: string }
  | { readonly type: "speech.changed"; readonly memberId: string; readonly isSpeaking: boolean }
  | { readonly type: "layout.chosen"; readonly layout: LayoutChoice }
  | { readonly type: "pin.chosen"; readonly tileId: string | null }
  | { readonly type: "page.chosen"; readonly page: number }
  /** The room for tiles, bars included, panel and safe areas excluded, in px. */
  | ({ readonly type: "stage.resized"; readonly widthPx: number; readonly heightPx: number } & Pick<
      StageSize,
      "hasTopBar" | "hasControls"
    >);
