import { createElement, type ReactNode } from "react";
import type { TileView, Translate } from "@shell/contract";
import { KeyIcon, NoConnectionIcon, ShieldOffIcon, WaitIcon } from "@shell/ui";

/** What a tile says when its picture is not there: what is missing, and what comes of it. */
export interface TileWords {
  readonly text: string;
  readonly hint: string | null;
  readonly icon: ReactNode;
}

const mark = (icon: typeof WaitIcon): ReactNode => createElement(icon, { "aria-hidden": true });

/** The words over a tile, null while its media plays. */
export function tileWords(tile: Pick<TileView, "state" | "displayName">, t: Translate): TileWords | null {
  const name = tile.displayName;
  switch (tile.state) {
    case "playing":
      return null;
    case "waiting-for-media":
      return { text: t("tile.waitingForMedia"), hint: null, icon: mark(WaitIcon) };
    case "waiting-for-key":
      return { text: t("tile.waitingForKey"), hint: t("tile.waitingForKeyHint", { name }), icon: mark(KeyIcon) };
    case "undecryptable":
      return { text: t("tile.undecryptable"), hint: t("tile.undecryptableHint", { name }), icon: mark(KeyIcon) };
    case "unencrypted":
      return { text: t("tile.unencrypted"), hint: t("tile.unencryptedHint"), icon: mark(ShieldOffIcon) };
    case "reconnecting":
      return { text: t("tile.reconnecting"), hint: null, icon: mark(NoConnectionIcon) };
    case "suspended":
      return { text: t("tile.suspended"), hint: t("tile.suspendedHint", { name }), icon: mark(NoConnectionIcon) };
  }
}
