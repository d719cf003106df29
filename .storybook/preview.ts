import type { Preview } from "@storybook/react-vite";
import "../shell/ui/tokens.css";
import "../shell/ui/base.css";
import "../shell/ui/base.css";
import { withStage } from "./stage.tsx";

const preview: Preview = {
  decorators: [withStage],
  initialGlobals: { theme: "dark", direction: "ltr" },
  globalTypes: {
    theme: {
      description: "Colour theme",
      toolbar: {
        title: "Theme",
        icon: "mirror",
        items: ["dark", "light", "dark-high-contrast", "light-high-contrast"],
        dynamicTitle: true,
      },
    },
    direction: {
      description: "Writing direction",
      toolbar: { title: "Direction", icon: "transfer", items: ["ltr", "rtl"], dynamicTitle: true },
    },
  },
  parameters: {
    // Focus guards are stops that hand focus on at once; no person ever rests on one.
    a11y: { test: "error", context: { exclude: ["[data-base-ui-focus-guard]"] } },
    layout: "fullscreen",
    viewport: {
      options: {
        phone: { name: "Phone", styles: { width: "390px", height: "844px" }, type: "mobile" },
        landscape: { name: "Phone, turned", styles: { width: "844px", height: "390px" }, type: "mobile" },
        tablet: { name: "Tablet", styles: { width: "820px", height: "1180px" }, type: "tablet" },
        desktop: { name: "Desktop", styles: { width: "1440px", height: "900px" }, type: "desktop" },
      },
    },
  },
};

export default preview;
