import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState } from "react";
import { expect, fn, userEvent, waitFor, within } from "storybook/test";
import { rightToLeft } from "../decorators.fixture.tsx";
import { CameraIcon, MicrophoneIcon, PersonIcon } from "../icons.ts";
import { Tabs, type TabsProps } from "./Tabs.tsx";

const meta = {
  component: Tabs,
  args: {
    label: "Settings",
    value: "audio",
    onChange: fn(),
    tabs: [
      { id: "audio", label: "Audio", icon: <MicrophoneIcon />, panel: <p>Microphone and speaker</p> },
      { id: "video", label: "Video", icon: <CameraIcon />, panel: <p>Camera and background</p> },
      { id: "profile", label: "Profile", icon: <PersonIcon />, panel: <p>Name and picture</p> },
    ],
  },
  parameters: { layout: "padded" },
  render: Remembering,
} satisfies Meta<typeof Tabs>;
export default meta;
type Story = StoryObj<typeof meta>;

function Remembering(args: TabsProps) {
  const [value, setValue] = useState(args.value);
  return <Tabs {...args} value={value} onChange={setValue} />;
}

const loaded: Story["play"] = async ({ canvasElement }) => {
  await waitFor(() => expect(within(canvasElement).getByRole("tab", { name: "Audio", selected: true })).toBeVisible());
};

export const First: Story = { play: loaded };
export const RightToLeft: Story = { decorators: [rightToLeft], play: loaded };
export const Switching: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole("tab", { name: "Audio" }));
    await userEvent.keyboard(matchMedia("(max-width: 599px)").matches ? "{ArrowRight}" : "{ArrowDown}");
    await waitFor(() =>
      expect(canvas.getByRole("tabpanel", { name: "Video" })).toHaveTextContent("Camera and background"),
    );
    await expect(canvas.queryByText("Microphone and speaker")).toBeNull();
  },
};
