import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState } from "react";
import { expect, fn, userEvent, within } from "storybook/test";
import { inColumn, rightToLeft } from "../decorators.fixture.tsx";
import { Slider, type SliderProps } from "./Slider.tsx";

const meta = {
  component: Slider,
  args: { label: "Volume of sounds", value: 60, valueText: "60 %", onChange: fn() },
  decorators: [inColumn],
  parameters: { layout: "padded" },
  render: Remembering,
} satisfies Meta<typeof Slider>;
export default meta;
type Story = StoryObj<typeof meta>;

function Remembering(args: SliderProps) {
  const [value, setValue] = useState(args.value);
  return <Slider {...args} value={value} valueText={`${value} %`} onChange={setValue} />;
}

export const Middle: Story = {};
export const Lowest: Story = { args: { value: 0 } };
export const Disabled: Story = { args: { isDisabled: true } };
export const RightToLeft: Story = { decorators: [rightToLeft] };
export const ByKeyboard: Story = {
  play: async ({ canvasElement }) => {
    const slider = await within(canvasElement).findByRole("slider", { name: "Volume of sounds" });
    slider.focus();
    await userEvent.keyboard("{ArrowRight}");
    await expect(within(canvasElement).getByRole("slider")).toHaveAttribute("aria-valuetext", "61 %");
  },
};
