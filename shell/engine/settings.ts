import { type Preferences, readPreferences, writePreferences } from "../adapters/browser/preferences.ts";
import { applyTheme } from "../ui/theme.ts";
import type { SettingsTab } from "../contract/intent.ts";
import { createStore, type Store } from "./store.ts";

/** What the person chose and which tab of the settings is open. */
export interface Settings {
  readonly store: Pick<Store<SettingsState>, "getSnapshot" | "subscribe">;
  open(tab: SettingsTab | null): void;
  choose(change: Partial<Preferences>): void;
}

export interface SettingsState {
  readonly openTab: SettingsTab | null;
  readonly preferences: Preferences;
}

/** @param urlTheme the theme that the link asks for; it goes before what was chosen here earlier */
export function startSettings(urlTheme: Preferences["theme"] | null, signal: AbortSignal): Settings {
  const store = createStore<SettingsState>({ openTab: null, preferences: readPreferences() });
  let showing = new AbortController();
  const show = (theme: Preferences["theme"]) => {
    showing.abort();
    showing = new AbortController();
    applyTheme(theme, document, AbortSignal.any([showing.signal, signal]));
  };
  show(urlTheme ?? store.getSnapshot().preferences.theme);
  return {
    store,
    open: (openTab) => store.set({ ...store.getSnapshot(), openTab }),
    choose(change) {
      const preferences = { ...store.getSnapshot().preferences, ...change };
      store.set({ ...store.getSnapshot(), preferences });
      writePreferences(preferences);
      if (change.theme !== undefined) show(change.theme);
    },
  };
}
