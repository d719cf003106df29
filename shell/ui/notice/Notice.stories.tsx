import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, within } from "storybook/test";
import { longName, rightToLeft } from "../decorators.fixture.tsx";
import { Notice, NoticeRegion } from "./Notice.tsx";

const meta = {
  component: Notice,
  args: { children: "Bob joined." },
  render: (args) => (
    <NoticeRegion label="Notices">
      <Notice {...args} />
    </NoticeRegion>
  ),
} satisfies Meta<typeof Notice>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Info: Story = {};
export const Good: Story = { args: { kind: "good", children: "Link copied." } };
export const Warn: Story = {
  args: { kind: "warn", children: "The homeserver does not answer. The call goes on; nobody new can join meanwhile." },
};
export const Bad: Story = {
  args: {
    kind: "bad",
    children: "The media server does not answer.",
    action: { label: "Try again", onAction: fn() },
    dismiss: { label: "Dismiss", onDismiss: fn() },
  },
};
export const LongText: Story = {
  args: { children: `${longName} joined.`, dismiss: { label: "Dismiss", onDismiss: fn() } },
};
export const RightToLeft: Story = {
  decorators: [rightToLeft],
  args: { children: "انضم بوب.", dismiss: { label: "إغلاق", onDismiss: fn() } },
};
export const Several: Story = {
  render: () => (
    <NoticeRegion label="Notices">
      <Notice kind="warn">Your camera was unplugged.</Notice>
      <Notice>Bob joined.</Notice>
    </NoticeRegion>
  ),
};
export const Inline: Story = {
  parameters: { layout: "padded" },
  render: () => (
    <div style={{ display: "grid", gap: "var(--space-3)", maxInlineSize: "var(--column)" }}>
      {(["info", "good", "warn", "bad"] as const).map((kind) => (
        <Notice key={kind} kind={kind} shape="inline">
          Your camera was unplugged. Choose another one, or go on without.
        </Notice>
      ))}
    </div>
  ),
};
export const Acting: Story = {
  ...Bad,
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Try again" }));
    await expect(args.action?.onAction).toHaveBeenCalledOnce();
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Dismiss" }));
    await expect(args.dismiss?.onDismiss).toHaveBeenCalledOnce();
  },
};
