import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState } from "react";
import { expect, fn, userEvent, within } from "storybook/test";
import { inColumn, longName, rightToLeft } from "../decorators.fixture.tsx";
import { Field, type FieldProps } from "./Field.tsx";

const meta = {
  component: Field,
  args: { label: "Call name", value: "", onChange: fn(), placeholder: "Weekly planning" },
  decorators: [inColumn],
  parameters: { layout: "padded" },
  render: Remembering,
} satisfies Meta<typeof Field>;
export default meta;
type Story = StoryObj<typeof meta>;

function Remembering(args: FieldProps) {
  const [value, setValue] = useState(args.value);
  return (
    <Field
      {...args}
      value={value}
      onChange={(next) => {
        setValue(next);
        args.onChange(next);
      }}
    />
  );
}

export const Empty: Story = {};
export const Filled: Story = { args: { value: "Stand-up" } };
export const Large: Story = { args: { size: "large" } };
export const WithHint: Story = { args: { hint: "Whoever has the link can join." } };
export const WithFault: Story = {
  args: { value: longName.repeat(4), fault: "Use at most 255 characters.", counter: "320 of 255" },
};
export const Disabled: Story = { args: { value: "Stand-up", disabled: true } };
export const Lines: Story = { args: { label: "What happened", lines: 4, placeholder: "Say it in your words" } };
export const RightToLeft: Story = {
  decorators: [rightToLeft],
  args: { label: "اسم المكالمة", placeholder: "التخطيط الأسبوعي", hint: "يمكن لمن لديه الرابط الانضمام." },
};
export const Password: Story = {
  args: {
    label: "Password",
    type: "password",
    autoComplete: "current-password",
    value: "correct horse",
    reveal: { show: "Show password", hide: "Hide password" },
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const input = canvas.getByLabelText("Password");
    await expect(input).toHaveAttribute("type", "password");
    await userEvent.click(canvas.getByRole("button", { name: "Show password" }));
    await expect(input).toHaveAttribute("type", "text");
    await expect(input).toHaveValue("correct horse");
    await userEvent.click(canvas.getByRole("button", { name: "Hide password" }));
  },
};
export const Typing: Story = {
  args: { fault: "Type a name for the call." },
  play: async ({ canvasElement, args }) => {
    const input = within(canvasElement).getByRole("textbox", { name: "Call name" });
    await expect(input).toHaveAccessibleDescription("Type a name for the call.");
    await expect(input).toBeInvalid();
    await userEvent.type(input, "Tea");
    await expect(args.onChange).toHaveBeenLastCalledWith("Tea");
  },
};
