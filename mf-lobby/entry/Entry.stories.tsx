import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, within } from "storybook/test";
import { faultOf } from "../../machines/domain/fault.ts";
import { inArabic } from "../decorators.fixture.tsx";
import { LONG_NAME, roomOf, signedOutOf } from "../fixtures.ts";
import { Screen } from "../Screen.fixture.tsx";

const entry = { screen: "entry", account: signedOutOf(), room: roomOf() } as const;

const meta = {
  title: "Lobby/Entry",
  component: Screen,
  args: { snapshot: entry, send: fn() },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

export const RoomKnown: Story = {};
export const RoomUnknown: Story = { args: { snapshot: { ...entry, room: null } } };
export const Busy: Story = { args: { snapshot: { ...entry, account: signedOutOf({ status: "registering" }) } } };
export const Refused: Story = {
  args: { snapshot: { ...entry, account: signedOutOf({ fault: faultOf("account.limited") }) } },
};
export const LongName: Story = { args: { snapshot: { ...entry, room: roomOf({ name: LONG_NAME }) } } };
export const RightToLeft: Story = { decorators: [inArabic] };
export const Phone: Story = { globals: { viewport: { value: "phone" } } };
export const PhoneTurned: Story = { globals: { viewport: { value: "landscape" } } };

export const GoingOn: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByTestId("joincall_joincall"));
    await expect(canvas.getByTestId("joincall_displayName")).toHaveFocus();
    await expect(args.send).not.toHaveBeenCalled();
    await userEvent.type(canvas.getByTestId("joincall_displayName"), "Bilal{Enter}");
    await expect(args.send).toHaveBeenCalledWith({ type: "guestName.chosen", displayName: "Bilal" });
  },
};
