import type { Decorator } from "@storybook/react-vite";
import { createTranslator } from "../shell/i18n/createTranslator.ts";
import { TranslateContext } from "../shell/i18n/TranslateContext.ts";

const words = await import("../locales/en/app.json");

/** English, as the shell speaks it. */
export const translate = await createTranslator({ language: "en", load: async () => words.default });

/** Puts theme and direction on the root element, where the tokens read them, and gives the words. */
export const withStage: Decorator = (Story, { globals }) => {
  document.documentElement.dataset["theme"] = String(globals["theme"] ?? "dark");
  document.documentElement.dir = String(globals["direction"] ?? "ltr");
  document.documentElement.lang = "en";
  return (
    <TranslateContext value={translate}>
      <Story />
    </TranslateContext>
  );
};
