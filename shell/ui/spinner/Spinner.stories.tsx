import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect } from "storybook/test";
import { inNarrow, lessMotion, longName, rightToLeft } from "../decorators.fixture.tsx";
import { Spinner } from "./Spinner.tsx";

const meta = {
  component: Spinner,
  args: { label: "Finding the call" },
  parameters: { layout: "padded" },
} satisfies Meta<typeof Spinner>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Inline: Story = {};
export const Block: Story = { args: { shape: "block" } };
export const LongText: Story = { decorators: [inNarrow], args: { label: longName } };
export const RightToLeft: Story = { decorators: [rightToLeft], args: { label: "جارٍ البحث عن المكالمة" } };
export const ReducedMotion: Story = {
  decorators: [lessMotion],
  args: { shape: "block" },
  play: async ({ canvasElement }) => {
    const running = canvasElement.getAnimations({ subtree: true }).filter(({ playState }) => playState === "running");
    await expect(running).toEqual([]);
  },
};
