import { useState } from "react";
import type { Decorator, Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, waitFor, within } from "storybook/test";
import { stillMedia } from "../../shell/contract/platform.fixture.ts";
import { drawnMedia } from "../drawing.fixture.ts";
import { LONG_NAME, screenOf, tileOf } from "../fixtures.ts";
import { MediaContext } from "../platform.ts";
import { Tile, type TileProps } from "./Tile.tsx";
import { settled } from "../settled.fixture.ts";

const onStage: Decorator = (Story, { parameters }) => (
  <MediaContext value={{ ...stillMedia, ...drawnMedia }}>
    <div
      style={{ width: Number(parameters["width"] ?? 480), height: Number(parameters["height"] ?? 270), margin: "16px" }}
    >
      <Story />
    </div>
  </MediaContext>
);

const meta = {
  title: "Call/Tile",
  component: Tile,
  args: { tile: tileOf(), send: fn() },
  decorators: [onStage],
  afterEach: settled,
} satisfies Meta<typeof Tile>;
export default meta;
type Story = StoryObj<typeof meta>;

const small = { width: 180, height: 101 };

export const Playing: Story = {};
export const Speaking: Story = {
  args: { tile: tileOf({ isSpeaking: true }) },
  play: async ({ canvasElement }) => {
    const tile = within(canvasElement).getByTestId("videoTile");
    await expect(getComputedStyle(tile, "::before").backgroundImage).not.toBe("none");
    await expect(within(canvasElement).getByRole("article", { name: "Bilal Haddad, speaking" })).toBeVisible();
  },
};
export const KeyMissed: Story = {
  args: { tile: tileOf({ isKeyMissed: true }) },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByText("Cannot see or hear you yet")).toBeVisible();
  },
};
export const KeyMissedSmall: Story = { ...KeyMissed, parameters: small, play: async () => undefined };
export const Muted: Story = {
  args: { tile: tileOf({ isMicrophoneOn: false }) },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByRole("img", { name: "Microphone off" })).toBeVisible();
    await expect(getComputedStyle(within(canvasElement).getByTestId("videoTile"), "::before").backgroundImage).toBe(
      "none",
    );
  },
};
export const NoVideo: Story = { args: { tile: tileOf({ videoId: null }) } };
export const NoVideoSmall: Story = { args: { tile: tileOf({ videoId: null }) }, parameters: small };
export const Own: Story = { args: { tile: tileOf({ isOwn: true, isMirrored: true, displayName: "Aino Virtanen" }) } };
export const WaitingForMedia: Story = {
  args: { tile: tileOf({ state: "waiting-for-media", videoId: null }) },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByText("Waiting for media...")).toBeVisible();
  },
};
export const WaitingForMediaSmall: Story = {
  args: { tile: tileOf({ state: "waiting-for-media", videoId: null }) },
  parameters: small,
};
export const WaitingForKey: Story = { args: { tile: tileOf({ state: "waiting-for-key", videoId: null }) } };
export const Undecryptable: Story = { args: { tile: tileOf({ state: "undecryptable" }) } };
export const UndecryptableSmall: Story = { args: { tile: tileOf({ state: "undecryptable" }) }, parameters: small };
export const Unencrypted: Story = {
  args: { tile: tileOf({ state: "unencrypted" }) },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).queryByTestId("video")).toBeNull();
  },
};
export const Reconnecting: Story = { args: { tile: tileOf({ state: "reconnecting" }) } };
export const Suspended: Story = { args: { tile: tileOf({ state: "suspended" }) } };
export const SharedScreen: Story = {
  args: { tile: screenOf(tileOf()) },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByTestId("video")).toHaveAttribute("data-lk-source", "screen_share");
  },
};
export const LongName: Story = {
  args: { tile: tileOf({ displayName: LONG_NAME }) },
  parameters: { width: 240, height: 180 },
};
export const Arabic: Story = {
  args: { tile: tileOf({ displayName: "ليلى حداد", isMicrophoneOn: false }) },
  globals: { direction: "rtl" },
};
/** A tile that loses its media at the press of a button, as it does when its SFU goes away. */
function Losing({ tile, send }: TileProps) {
  const [isLost, setLost] = useState(false);
  return (
    <>
      <Tile tile={isLost ? { ...tile, state: "reconnecting", videoId: null } : tile} send={send} />
      <button type="button" onClick={() => setLost(true)}>
        Lose it
      </button>
    </>
  );
}

export const LastPictureStays: Story = {
  render: (args) => <Losing {...args} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByTestId("video")).toHaveAttribute("data-ready"));
    await userEvent.click(canvas.getByRole("button", { name: "Lose it" }));
    const kept = canvasElement.querySelector("canvas");
    await expect(kept).toBeVisible();
    await expect(kept?.getContext("2d")?.getImageData(320, 180, 1, 1).data[3]).toBe(255);
  },
};
export const Light: Story = { args: { tile: tileOf({ videoId: null }) }, globals: { theme: "light" } };
export const LightWaiting: Story = {
  args: { tile: tileOf({ state: "waiting-for-key", videoId: null }) },
  globals: { theme: "light" },
};
export const Pinning: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Pin Bilal Haddad" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "pin.chosen", tileId: "bilal" });
  },
};
