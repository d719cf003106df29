import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, within } from "storybook/test";
import { inNarrow, inRow, lessMotion, longName, rightToLeft } from "../decorators.fixture.tsx";
import { InviteIcon, LeaveIcon } from "../icons.ts";
import { Button } from "./Button.tsx";

const meta = {
  component: Button,
  args: { children: "Join", onClick: fn() },
  parameters: { layout: "padded" },
} satisfies Meta<typeof Button>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Primary: Story = {};
export const Quiet: Story = { args: { kind: "quiet", children: "Cancel" } };
export const Plain: Story = { args: { kind: "plain", children: "Create account" } };
export const Danger: Story = { args: { kind: "danger", children: "Leave", icon: <LeaveIcon /> } };
export const Disabled: Story = { args: { disabled: true } };
export const Sizes: Story = {
  decorators: [inRow],
  render: (args) => (
    <>
      <Button {...args} size="small" icon={<InviteIcon />}>
        Invite
      </Button>
      <Button {...args} size="medium" icon={<InviteIcon />}>
        Invite
      </Button>
      <Button {...args} size="large" icon={<InviteIcon />}>
        Invite
      </Button>
    </>
  ),
};
export const FullWidth: Story = { args: { size: "large", isFullWidth: true } };
export const LongText: Story = { decorators: [inNarrow], args: { children: longName } };
export const RightToLeft: Story = { decorators: [rightToLeft], args: { children: "انضمام", icon: <InviteIcon /> } };
export const Busy: Story = {
  args: { busy: "Asking for a place" },
  play: async ({ canvasElement, args }) => {
    const button = within(canvasElement).getByRole("button", { name: "Asking for a place" });
    await userEvent.click(button);
    await expect(args.onClick).not.toHaveBeenCalled();
    button.focus();
    await expect(button).toHaveFocus();
  },
};
export const Pressing: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.tab();
    await expect(within(canvasElement).getByRole("button")).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    await expect(args.onClick).toHaveBeenCalledOnce();
  },
};
export const ReducedMotion: Story = { decorators: [lessMotion], args: { busy: "Asking for a place" } };
