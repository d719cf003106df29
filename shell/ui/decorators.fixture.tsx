import type { Decorator } from "@storybook/react-vite";

/** Draws the story right to left, as a page in Arabic or Hebrew is. */
export const rightToLeft: Decorator = (Story) => (
  <div dir="rtl" lang="ar">
    <Story />
  </div>
);

/** Draws the story as for somebody who asked for less motion. */
export const lessMotion: Decorator = (Story) => (
  <div data-motion="reduced">
    <Story />
  </div>
);

/** Draws the story in a column as wide as a form. */
export const inColumn: Decorator = (Story) => (
  <div style={{ maxInlineSize: "var(--column)" }}>
    <Story />
  </div>
);

/** Draws the story in a box that a long text has to break in. */
export const inNarrow: Decorator = (Story) => (
  <div style={{ inlineSize: "calc(var(--panel) / 2)" }}>
    <Story />
  </div>
);

/** Draws the children beside one another. */
export const inRow: Decorator = (Story) => (
  <div style={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: "var(--space-3)" }}>
    <Story />
  </div>
);

/** A name that no layout was drawn for. */
export const longName = "Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe-Langenburg the Younger";
