import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, screen, userEvent, waitFor } from "storybook/test";
import { Button } from "../button/Button.tsx";
import { longName } from "../decorators.fixture.tsx";
import { Tooltip } from "./Tooltip.tsx";

const meta = {
  component: Tooltip,
  args: { label: "Mute microphone", shortcut: "m", children: <Button kind="quiet">Microphone</Button> },
  parameters: { layout: "centered" },
} satisfies Meta<typeof Tooltip>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Shown: Story = {
  play: async ({ args }) => {
    await userEvent.tab();
    await waitFor(() => expect(screen.getByText(args.label)).toBeVisible());
  },
};
export const LongText: Story = { ...Shown, args: { label: longName } };
export const PutAwayByEscape: Story = {
  play: async ({ args }) => {
    await userEvent.tab();
    await waitFor(() => expect(screen.getByText(args.label)).toBeVisible());
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByText(args.label)).toBeNull());
  },
};
