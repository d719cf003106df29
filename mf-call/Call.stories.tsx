import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, screen, userEvent, waitFor, within } from "storybook/test";
import type { NoticeView, PlatformSnapshot, TileView } from "@shell/contract";
import { CallScreen } from "./CallScreen.fixture.tsx";
import { callOf, devicesOf, LONG_NAME, roomOf, screenOf, snapshotOf, tilesOf } from "./fixtures.ts";
import { overlayWait, settled, toBeSeen } from "./settled.fixture.ts";

const meta = {
  title: "Call/Call",
  component: CallScreen,
  args: { snapshot: {}, send: fn() },
  globals: { viewport: { value: "desktop" } },
  afterEach: settled,
} satisfies Meta<typeof CallScreen>;
export default meta;
type Story = StoryObj<typeof meta>;

function ofPeople(
  count: number,
  change: (tile: TileView, index: number) => TileView = (tile) => tile,
): Partial<PlatformSnapshot> {
  return { call: callOf(tilesOf(count).map(change)) };
}

function withShare(count: number, sharer = 1): Partial<PlatformSnapshot> {
  const tiles = tilesOf(count);
  const tile = tiles[sharer];
  return { call: callOf(tile === undefined ? tiles : [...tiles, screenOf(tile)]) };
}

const speaking = (which: number) => (tile: TileView, index: number) =>
  index === which ? { ...tile, isSpeaking: true } : tile;
const phone = { viewport: { value: "phone" } };
const turned = { viewport: { value: "landscape" } };
const notice = (over: Partial<NoticeView>): NoticeView => ({
  noticeId: "1",
  tone: "info",
  key: "linkCopied",
  values: {},
  fault: null,
  ...over,
});

export const Alone: Story = {
  args: { snapshot: ofPeople(1) },
  play: async ({ canvasElement }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Invite people" }));
    await toBeSeen(await screen.findByRole("heading", { name: "Invite to this call" }, overlayWait));
  },
};
export const OneToOne: Story = { args: { snapshot: ofPeople(2) } };
export const Three: Story = { args: { snapshot: ofPeople(3, speaking(1)) } };
export const Five: Story = { args: { snapshot: ofPeople(5, speaking(4)) } };
export const Nine: Story = { args: { snapshot: ofPeople(9, speaking(2)) } };
export const TwentyFive: Story = { args: { snapshot: ofPeople(25, speaking(7)) } };
export const TwoHundred: Story = { args: { snapshot: ofPeople(200) } };
export const SharedScreen: Story = { args: { snapshot: withShare(4) } };
export const SharedScreenOfTwelve: Story = { args: { snapshot: withShare(12) } };
export const Spotlight: Story = {
  args: { snapshot: ofPeople(6, speaking(1)) },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("radio", { name: "Spotlight" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "layout.chosen", layout: "spotlight" });
    await expect(within(canvasElement).getByRole("radio", { name: "Spotlight" })).toBeChecked();
  },
};
export const LongNames: Story = {
  args: {
    snapshot: { ...ofPeople(5, (tile) => ({ ...tile, displayName: LONG_NAME })), room: roomOf({ name: LONG_NAME }) },
  },
};
export const Muted: Story = {
  args: {
    snapshot: {
      ...ofPeople(3),
      devices: devicesOf({
        microphone: { ...devicesOf().microphone, isOn: false },
        camera: { ...devicesOf().camera, isOn: false },
      }),
    },
  },
};
export const Sharing: Story = {
  args: {
    snapshot: {
      ...ofPeople(3),
      devices: devicesOf({ share: { isOn: true, isBusy: false, canShare: true, fault: null } }),
    },
  },
};
export const NotEncrypted: Story = {
  args: { snapshot: { ...ofPeople(3), room: roomOf({ encryption: "none", inviteUrl: null }) } },
};
export const Reconnecting: Story = {
  args: {
    snapshot: {
      call: callOf(
        tilesOf(4).map((tile) => (tile.isOwn ? tile : { ...tile, state: "reconnecting" })),
        { limited: [{ leg: "sfu", sinceMs: 3000 }] },
      ),
    },
  },
  play: async ({ canvasElement }) => {
    await toBeSeen(within(canvasElement).getByRole("dialog", { name: "Reconnecting…" }));
    await expect(within(canvasElement).getByRole("button", { name: "End call" })).toBeEnabled();
  },
};
export const HomeserverLost: Story = {
  args: { snapshot: { call: callOf(tilesOf(4), { limited: [{ leg: "homeserver", sinceMs: 3000 }] }) } },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).queryByRole("dialog")).toBeNull();
    await toBeSeen(within(canvasElement).getByText(/homeserver does not answer/));
  },
};
export const Notices: Story = {
  args: {
    snapshot: {
      ...ofPeople(3),
      notices: [
        notice({}),
        notice({ noticeId: "2", tone: "warning", key: "deviceFault", fault: { code: "device.in_use" } }),
        notice({ noticeId: "3", key: "deviceUnplugged", values: { device: "Headset (USB)" } }),
      ],
    },
  },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getAllByRole("button", { name: "Dismiss" })[0] as HTMLElement);
    await expect(args.send).toHaveBeenCalledWith({ type: "notice.dismissed", noticeId: "1" });
    await waitFor(() => expect(within(canvasElement).queryByText("Link copied")).toBeNull());
  },
};

export const PhoneAlone: Story = { args: { snapshot: ofPeople(1) }, globals: phone };
export const PhoneOneToOne: Story = { args: { snapshot: ofPeople(2) }, globals: phone };
export const PhoneThree: Story = { args: { snapshot: ofPeople(3, speaking(1)) }, globals: phone };
export const PhoneFive: Story = { args: { snapshot: ofPeople(5, speaking(3)) }, globals: phone };
export const PhoneTwentyFive: Story = { args: { snapshot: ofPeople(25, speaking(3)) }, globals: phone };
export const PhoneSharedScreen: Story = { args: { snapshot: withShare(4) }, globals: phone };
export const TurnedOneToOne: Story = { args: { snapshot: ofPeople(2) }, globals: turned };
export const TurnedFive: Story = { args: { snapshot: ofPeople(5) }, globals: turned };

export const RightToLeft: Story = { args: { snapshot: withShare(5) }, globals: { direction: "rtl" } };
export const PhoneRightToLeft: Story = { args: { snapshot: ofPeople(2) }, globals: { ...phone, direction: "rtl" } };
export const Light: Story = { args: { snapshot: withShare(5) }, globals: { theme: "light" } };
export const HighContrast: Story = {
  args: { snapshot: ofPeople(5, speaking(1)) },
  globals: { theme: "dark-high-contrast" },
};
export const LightHighContrast: Story = {
  args: { snapshot: ofPeople(5, speaking(1)) },
  globals: { theme: "light-high-contrast" },
};
export const NotThereYet: Story = { args: { snapshot: snapshotOf({ call: null }) } };
