import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, screen, userEvent, waitFor, within } from "storybook/test";
import { inColumn, longName, rightToLeft } from "../decorators.fixture.tsx";
import { Select } from "./Select.tsx";

const meta = {
  component: Select,
  args: {
    label: "Camera",
    value: "front",
    options: [
      { value: "front", label: "Front camera" },
      { value: "back", label: "Back camera", hint: "Wide angle" },
      { value: "long", label: longName },
    ],
    onChange: fn(),
  },
  decorators: [inColumn],
  parameters: { layout: "padded" },
} satisfies Meta<typeof Select>;
export default meta;
type Story = StoryObj<typeof meta>;

const loaded: Story["play"] = async ({ canvasElement }) => {
  await waitFor(() => expect(within(canvasElement).getByRole("combobox", { name: "Camera" })).toBeVisible());
};

export const Chosen: Story = { play: loaded };
export const LongText: Story = { args: { value: "long", hint: "The one your system uses" }, play: loaded };
export const Unplugged: Story = { args: { value: "gone", placeholder: "None found" }, play: loaded };
export const Disabled: Story = { args: { isDisabled: true }, play: loaded };
export const RightToLeft: Story = { decorators: [rightToLeft], play: loaded };
export const Choosing: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(await within(canvasElement).findByRole("combobox", { name: "Camera" }));
    await waitFor(() => expect(screen.getByRole("listbox")).toBeVisible());
    await userEvent.click(screen.getByRole("option", { name: /Back camera/u }));
    await expect(args.onChange).toHaveBeenCalledWith("back");
    await waitFor(() => expect(screen.queryByRole("listbox")).toBeNull());
  },
};
export const Open: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await within(canvasElement).findByRole("combobox", { name: "Camera" }));
    await waitFor(() => expect(screen.getByRole("listbox")).toBeVisible());
  },
};
