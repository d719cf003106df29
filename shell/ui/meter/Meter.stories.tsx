import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, within } from "storybook/test";
import { inColumn, rightToLeft } from "../decorators.fixture.tsx";
import { Meter } from "./Meter.tsx";

const meta = {
  component: Meter,
  args: { label: "Microphone level", level: 0.6 },
  decorators: [inColumn],
  parameters: { layout: "padded" },
} satisfies Meta<typeof Meter>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Line: Story = {};
export const Bars: Story = { args: { shape: "bars" } };
export const Quiet: Story = { args: { level: 0 } };
export const Full: Story = { args: { level: 1.4 } };
export const Silent: Story = { args: { isSilent: true, shape: "bars" } };
export const RightToLeft: Story = { decorators: [rightToLeft] };
export const Following: Story = {
  args: {
    follow: (onLevel) => {
      onLevel(0.42);
      return { unsubscribe: () => undefined };
    },
  },
  play: async ({ canvasElement }) => {
    const meter = within(canvasElement).getByRole("meter", { name: "Microphone level" });
    await expect(meter).toHaveAttribute("aria-valuenow", "40");
    await expect(meter.style.getPropertyValue("--pl-level")).toBe("0.420");
  },
};
