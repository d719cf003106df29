import type { Meta, StoryObj } from "@storybook/react-vite";
import { inRow } from "../decorators.fixture.tsx";
import { Logo } from "./Logo.tsx";

const meta = { component: Logo, args: { label: "Parley" }, parameters: { layout: "padded" } } satisfies Meta<
  typeof Logo
>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Mark: Story = {};
export const Sizes: Story = {
  decorators: [inRow],
  render: (args) => (
    <>
      {[16, 24, 32, 64, 128].map((size) => (
        <Logo key={size} {...args} size={size} />
      ))}
    </>
  ),
};
