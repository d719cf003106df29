import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, screen, userEvent, waitFor, within } from "storybook/test";
import { longName, rightToLeft } from "../decorators.fixture.tsx";
import { MicrophoneIcon, MicrophoneOffIcon } from "../icons.ts";
import type { MenuEntry } from "../menu/Menu.tsx";
import { SplitButton } from "./SplitButton.tsx";

const choose = fn();
const microphones: MenuEntry = {
  kind: "radios",
  label: "Microphone",
  value: "default",
  options: [
    { value: "default", label: "The one your system uses", hint: "Built-in" },
    { value: "headset", label: "Headset" },
    { value: "long", label: longName },
  ],
  onChange: choose,
};

const meta = {
  component: SplitButton,
  args: {
    label: "Microphone",
    icon: <MicrophoneIcon />,
    offIcon: <MicrophoneOffIcon />,
    isOn: true,
    menuLabel: "Microphone options",
    entries: [microphones],
    onClick: fn(),
    onMenuOpen: fn(),
  },
  parameters: { layout: "centered" },
} satisfies Meta<typeof SplitButton>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Beside: Story = {};
export const BesideOff: Story = { args: { isOn: false } };
export const Below: Story = { args: { caret: "below" } };
export const NoChoices: Story = { args: { entries: [] } };
export const RightToLeft: Story = { decorators: [rightToLeft] };
export const Choosing: Story = {
  args: { caret: "below" },
  play: async ({ canvasElement, args }) => {
    const caret = within(canvasElement).getByRole("button", { name: "Microphone options" });
    await userEvent.click(caret);
    await waitFor(() => expect(screen.getByRole("menu", { name: "Microphone options" })).toBeVisible());
    await expect(args.onMenuOpen).toHaveBeenCalledOnce();
    await expect(screen.getByRole("menuitemradio", { name: /system/u })).toBeChecked();
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    await expect(choose.mock.lastCall?.[0]).toBe("headset");
    await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
    await waitFor(() => expect(caret).toHaveFocus());
  },
};
export const PressingTheCaretTwice: Story = {
  play: async ({ canvasElement }) => {
    const caret = within(canvasElement).getByRole("button", { name: "Microphone options" });
    await userEvent.click(caret);
    await waitFor(() => expect(screen.getByRole("menu")).toBeVisible());
    await userEvent.click(caret);
    await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
    await expect(caret).toHaveAttribute("aria-expanded", "false");
  },
};
