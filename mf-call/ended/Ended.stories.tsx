import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, within } from "storybook/test";
import { CallScreen } from "../CallScreen.fixture.tsx";
import { endedOf, frameOf, LONG_NAME } from "../fixtures.ts";
import { settled } from "../settled.fixture.ts";

const meta = {
  title: "Call/Ended",
  component: CallScreen,
  args: { snapshot: { screen: "ended", call: null, ended: endedOf() }, send: fn() },
  afterEach: settled,
} satisfies Meta<typeof CallScreen>;
export default meta;
type Story = StoryObj<typeof meta>;

const after = (over: Parameters<typeof endedOf>[0]) => ({ screen: "ended", call: null, ended: endedOf(over) }) as const;

export const Left: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await expect(
      canvas.getByRole("heading", { name: "Aino Virtanen, your call has ended. How did it go?" }),
    ).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Good" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "rating.given", stars: 4 });
    await expect(canvas.getByRole("status")).toHaveTextContent("Thank you.");
    await userEvent.click(canvas.getByRole("link", { name: "Not now, return to home screen" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "home.requested" });
  },
};
export const CallingAgain: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Call again" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "rejoin.requested" });
  },
};
export const Confined: Story = {
  args: { snapshot: { ...after({ isGuest: true }), frame: frameOf({ isConfined: true }) } },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).queryByRole("link")).toBeNull();
    await expect(within(canvasElement).getByRole("button", { name: "Call again" })).toBeVisible();
  },
};
export const Guest: Story = {
  args: { snapshot: after({ isGuest: true }) },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByRole("main")).toHaveTextContent(
      "Why not finish by setting up a password to keep your account?",
    );
  },
};
export const Removed: Story = { args: { snapshot: after({ cause: "removed", fault: { code: "room.removed" } }) } };
export const Failed: Story = {
  args: { snapshot: after({ cause: "failed", fault: { code: "sfu.unreachable", url: "wss://sfu.example.org" } }) },
};
export const FailedForNoKnownReason: Story = { args: { snapshot: after({ cause: "failed" }) } };
export const LongName: Story = {
  args: { snapshot: after({ displayName: LONG_NAME }) },
  globals: { viewport: { value: "phone" } },
};
export const Light: Story = { globals: { theme: "light" } };
export const RightToLeft: Story = { globals: { direction: "rtl" } };
