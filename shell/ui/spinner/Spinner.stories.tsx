import type { Meta, StoryObj } from "@storybook/react-vite";
import { inNarrow, longName, rightToLeft } from "../decorators.fixture.tsx";
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
