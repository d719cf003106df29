import type { Decorator } from "@storybook/react-vite";

/** Puts the theme of the toolbar on the root element, where the tokens read it. */
export const withTheme: Decorator = (Story, { globals }) => {
  document.documentElement.dataset["theme"] = String(globals["theme"] ?? "dark");
  return <Story />;
};
