import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, within } from "storybook/test";
import { inColumn, lessMotion, longName, rightToLeft } from "../decorators.fixture.tsx";
import { Switch } from "./Switch.tsx";

const meta = {
  component: Switch,
  args: { label: "Show names on tiles", isOn: false, onChange: fn() },
  decorators: [inColumn],
  parameters: { layout: "padded" },
} satisfies Meta<typeof Switch>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Off: Story = {};
export const On: Story = { args: { isOn: true } };
export const WithHint: Story = { args: { isOn: true, hint: "You can still see who speaks." } };
export const LongText: Story = { args: { label: longName, hint: longName } };
export const Disabled: Story = { args: { isDisabled: true } };
export const RightToLeft: Story = { decorators: [rightToLeft], args: { isOn: true, label: "إظهار الأسماء" } };
export const Switching: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByText("Show names on tiles"));
    await expect(args.onChange).toHaveBeenCalledWith(true);
  },
};
export const ReducedMotion: Story = { decorators: [lessMotion], args: { isOn: true } };
