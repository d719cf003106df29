import type { Decorator } from "@storybook/react-vite";

/** Draws the story right to left, as a page in Arabic is. */
export const inArabic: Decorator = (Story) => (
  <div dir="rtl" lang="ar">
    <Story />
  </div>
);
