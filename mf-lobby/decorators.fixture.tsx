import type { Decorator } from "@storybook/react-vite";

/** Draws the story right to left, as a page in Arabic is. */
export const inArabic: Decorator = (Story) => (
  <div dir="rtl" lang="ar">
    <Story />
  </div>
);

/** How long the first menu of a page may take: its code is fetched when it is first wanted. */
export const overlaysArrive = { timeout: 10_000 };
