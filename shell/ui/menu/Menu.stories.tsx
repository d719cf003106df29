import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, screen, userEvent, waitFor, within } from "storybook/test";
import { longName, rightToLeft } from "../decorators.fixture.tsx";
import { IconButton } from "../icon-button/IconButton.tsx";
import { DeveloperIcon, MoreIcon, SettingsIcon, SignOutIcon } from "../icons.ts";
import { Menu, type MenuEntry } from "./Menu.tsx";

const entries: readonly MenuEntry[] = [
  { kind: "item", label: "Settings", icon: <SettingsIcon />, onSelect: fn() },
  { kind: "item", label: longName, hint: "With a second line", icon: <DeveloperIcon />, onSelect: fn() },
  { kind: "item", label: "Not now", isDisabled: true, onSelect: fn() },
  { kind: "separator" },
  { kind: "check", label: "Show names", isOn: true, onChange: fn() },
  {
    kind: "radios",
    label: "Layout",
    value: "grid",
    options: [
      { value: "grid", label: "Grid" },
      { value: "spotlight", label: "Spotlight" },
    ],
    onChange: fn(),
  },
  { kind: "separator" },
  { kind: "item", label: "Sign out", icon: <SignOutIcon />, isDanger: true, onSelect: fn() },
];

const meta = {
  component: Menu,
  args: {
    label: "More",
    entries,
    align: "center",
    trigger: (props) => <IconButton {...props} label="More" icon={<MoreIcon />} kind="control" size="large" />,
  },
  parameters: { layout: "centered" },
} satisfies Meta<typeof Menu>;
export default meta;
type Story = StoryObj<typeof meta>;

async function open(canvasElement: HTMLElement) {
  await userEvent.click(within(canvasElement).getByRole("button", { name: "More" }));
  await waitFor(() => expect(screen.getByRole("menu", { name: "More" })).toBeVisible());
}

export const Closed: Story = {};
export const Open: Story = { play: ({ canvasElement }) => open(canvasElement) };
export const OpenRightToLeft: Story = { ...Open, decorators: [rightToLeft] };
export const ByKeyboard: Story = {
  play: async ({ canvasElement }) => {
    const button = within(canvasElement).getByRole("button", { name: "More" });
    await userEvent.tab();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("menu")).toContainElement(document.activeElement as HTMLElement));
    await userEvent.keyboard("{End}");
    await waitFor(() => expect(screen.getByRole("menuitem", { name: "Sign out" })).toHaveFocus());
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(button).toHaveFocus());
  },
};
export const Selecting: Story = {
  args: { entries: [{ kind: "item", label: "Settings", onSelect: fn() }] },
  play: async ({ canvasElement, args }) => {
    await open(canvasElement);
    await userEvent.click(screen.getByRole("menuitem", { name: "Settings" }));
    const [first] = args.entries;
    await expect(first?.kind === "item" && first.onSelect).toHaveBeenCalledOnce();
    await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  },
};
