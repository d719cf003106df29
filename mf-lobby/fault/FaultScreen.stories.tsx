import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, within } from "storybook/test";
import { faultOf, type FaultCode } from "../../machines/domain/fault.ts";
import { inArabic } from "../decorators.fixture.tsx";
import { frameOf } from "../fixtures.ts";
import { Screen } from "../Screen.fixture.tsx";

const withFault = (code: FaultCode, facts: Parameters<typeof faultOf>[1] = {}) =>
  ({ snapshot: { screen: "fault", fault: faultOf(code, facts) } }) as const;

const meta = {
  title: "Lobby/Fault",
  component: Screen,
  args: { ...withFault("room.not_found"), send: fn() },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

export const RoomNotFound: Story = {};
export const Banned: Story = { args: withFault("room.banned") };
export const NotJoinable: Story = { args: withFault("room.not_joinable") };
export const KnockNeeded: Story = { args: withFault("room.knock_needed") };
export const KnockDenied: Story = { args: withFault("room.knock_denied") };
export const Removed: Story = { args: withFault("room.removed") };
export const WrongPasswordInLink: Story = { args: withFault("key.wrong_password") };
export const HomeserverUnreachable: Story = {
  args: withFault("homeserver.unreachable", { url: "https://matrix.example.org", detail: "ECONNREFUSED" }),
};
export const TokenExpired: Story = { args: withFault("account.token_expired") };
export const TransportMissing: Story = { args: withFault("transport.missing") };
export const TransportRefused: Story = {
  args: withFault("transport.refused", { url: "https://call.example.org/sfu/get", detail: "403 M_FORBIDDEN" }),
};
export const SfuUnreachable: Story = { args: withFault("sfu.unreachable", { url: "wss://sfu.example.org" }) };
export const StorageBlocked: Story = { args: withFault("storage.blocked") };
export const StorageFull: Story = { args: withFault("storage.full") };
export const BrowserUnsupported: Story = { args: withFault("browser.unsupported") };
export const BrowserInsecure: Story = { args: withFault("browser.insecure") };
export const ConfigUnreadable: Story = {
  args: withFault("config.unreadable", { url: "/config.json", detail: "line 3" }),
};
export const RightToLeft: Story = {
  decorators: [inArabic],
  args: withFault("homeserver.unreachable", { url: "https://matrix.example.org" }),
};
export const Phone: Story = { args: withFault("homeserver.unreachable"), globals: { viewport: { value: "phone" } } };
export const PhoneTurned: Story = { args: withFault("room.banned"), globals: { viewport: { value: "landscape" } } };

export const SecondTab: Story = {
  args: withFault("browser.second_tab"),
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Use it here" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "otherTab.overruled" });
  },
};

/** Where no way may lead out of the room, trying again is the way on. */
export const Confined: Story = {
  args: { snapshot: { screen: "fault", fault: faultOf("room.banned"), frame: frameOf({ isConfined: true }) } },
  play: async ({ canvasElement, args }) => {
    const buttons = within(canvasElement).getAllByRole("button");
    await expect(buttons.map((button) => button.textContent)).toEqual(["Try again", "Copy details"]);
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Try again" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "retry.requested" });
  },
};

export const TryingAgain: Story = {
  args: withFault("homeserver.unreachable", { url: "https://matrix.example.org" }),
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByText("Details"));
    await expect(canvas.getByText("https://matrix.example.org")).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Try again" }));
    await userEvent.click(canvas.getByRole("button", { name: "Go home" }));
    await expect(args.send).toHaveBeenNthCalledWith(1, { type: "retry.requested" });
    await expect(args.send).toHaveBeenNthCalledWith(2, { type: "home.requested" });
  },
};
