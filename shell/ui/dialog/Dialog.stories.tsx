import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState } from "react";
import { expect, fn, screen, userEvent, waitFor, within } from "storybook/test";
import { Button } from "../button/Button.tsx";
import { longName } from "../decorators.fixture.tsx";
import { Field } from "../field/Field.tsx";
import { Dialog, type DialogProps } from "./Dialog.tsx";

const meta = {
  component: Dialog,
  args: {
    isOpen: true,
    onClose: fn(),
    title: "Invite people",
    description: "Whoever has the link can join.",
    closeLabel: "Close",
    children: <Field label="Link" value="https://call.example.org/room/#/Tea?password=…" onChange={fn()} readOnly />,
    actions: <Button>Copy link</Button>,
  },
  parameters: { layout: "padded" },
} satisfies Meta<typeof Dialog>;
export default meta;
type Story = StoryObj<typeof meta>;

const opened: Story["play"] = async () => {
  await waitFor(() => expect(screen.getByRole("dialog")).toBeVisible());
};

export const Narrow: Story = { play: opened };
export const Wide: Story = { args: { size: "wide", title: "Settings" }, play: opened };
export const LongText: Story = {
  args: { title: longName, children: <p>{`${longName} `.repeat(40)}</p> },
  play: opened,
};

function Opening(args: DialogProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Invite</Button>
      <Dialog {...args} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

export const OpeningAndClosing: Story = {
  render: Opening,
  play: async ({ canvasElement }) => {
    const button = within(canvasElement).getByRole("button", { name: "Invite" });
    await userEvent.click(button);
    const dialog = await screen.findByRole("dialog", { name: "Invite people" });
    await waitFor(() => expect(dialog).toContainElement(document.activeElement as HTMLElement));
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(button).toHaveFocus());
  },
};
