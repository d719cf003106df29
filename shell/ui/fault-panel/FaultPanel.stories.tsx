import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, within } from "storybook/test";
import { longName, rightToLeft } from "../decorators.fixture.tsx";
import { FaultPanel } from "./FaultPanel.tsx";

const meta = {
  component: FaultPanel,
  args: {
    title: "The media server does not answer",
    body: "Check your connection, then try again.",
    action: { label: "Try again", onAction: fn() },
    other: { label: "Go home", onAction: fn() },
    details: {
      label: "Details",
      copyLabel: "Copy details",
      copiedLabel: "Copied",
      lines: [
        { name: "Where", value: "Media server" },
        { name: "Code", value: "sfu.unreachable" },
        { name: "Address", value: "wss://sfu-eu-central-1.media.calls.example.org/livekit/rtc" },
      ],
    },
  },
  parameters: { layout: "padded" },
} satisfies Meta<typeof FaultPanel>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Plain: Story = {};
export const Trying: Story = { args: { action: { label: "Try again", onAction: fn(), busy: "Trying again" } } };
export const LongText: Story = { args: { title: longName, body: `${longName} `.repeat(4) } };
export const RightToLeft: Story = {
  decorators: [rightToLeft],
  args: { title: "خادم الوسائط لا يجيب", body: "تحقق من اتصالك ثم أعد المحاولة." },
};
export const WithDetails: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByRole("alert")).toHaveTextContent("The media server does not answer");
    await userEvent.click(canvas.getByText("Details"));
    await expect(canvas.getByText("sfu.unreachable")).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Try again" }));
    await expect(args.action.onAction).toHaveBeenCalledOnce();
  },
};
