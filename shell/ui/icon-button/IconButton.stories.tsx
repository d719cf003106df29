import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, screen, userEvent, waitFor, within } from "storybook/test";
import { inRow } from "../decorators.fixture.tsx";
import {
  CameraIcon,
  CameraOffIcon,
  HandIcon,
  LeaveIcon,
  MicrophoneIcon,
  MicrophoneOffIcon,
  MoreIcon,
  PeopleIcon,
  SettingsIcon,
} from "../icons.ts";
import { IconButton } from "./IconButton.tsx";

const meta = {
  component: IconButton,
  args: { label: "Settings", icon: <SettingsIcon />, onClick: fn() },
  parameters: { layout: "padded" },
} satisfies Meta<typeof IconButton>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Plain: Story = {};
export const Control: Story = { args: { kind: "control", size: "large", label: "More", icon: <MoreIcon /> } };
export const Badge: Story = { args: { label: "People", icon: <PeopleIcon />, badge: "12" } };
export const On: Story = {
  args: {
    kind: "control",
    size: "large",
    label: "Microphone",
    icon: <MicrophoneIcon />,
    offIcon: <MicrophoneOffIcon />,
    isOn: true,
  },
};
export const Off: Story = { args: { ...On.args, isOn: false } };
export const Pressed: Story = {
  args: { kind: "control", size: "large", label: "Raise hand", icon: <HandIcon />, "aria-pressed": true },
};
export const Disabled: Story = { args: { ...Control.args, disabled: true } };
export const Bar: Story = {
  decorators: [inRow],
  render: (args) => (
    <>
      <IconButton
        {...args}
        kind="control"
        size="large"
        label="Microphone"
        icon={<MicrophoneIcon />}
        offIcon={<MicrophoneOffIcon />}
        isOn={false}
      />
      <IconButton
        {...args}
        kind="control"
        size="large"
        label="Camera"
        icon={<CameraIcon />}
        offIcon={<CameraOffIcon />}
        isOn
      />
      <IconButton {...args} kind="control" size="large" label="More" icon={<MoreIcon />} />
      <IconButton {...args} kind="danger" size="large" label="Leave" icon={<LeaveIcon />} />
    </>
  ),
};
export const Switching: Story = {
  args: { ...Off.args, shortcut: "m" },
  play: async ({ canvasElement, args }) => {
    const button = within(canvasElement).getByRole("switch", { name: "Microphone" });
    await expect(button).not.toBeChecked();
    await userEvent.tab();
    await userEvent.keyboard(" ");
    await expect(args.onClick).toHaveBeenCalledOnce();
    await waitFor(() => expect(screen.getByText("Microphone")).toBeVisible());
  },
};
