import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, within } from "storybook/test";
import { rightToLeft } from "../decorators.fixture.tsx";
import { EncryptionShield } from "./EncryptionShield.tsx";

const meta = {
  component: EncryptionShield,
  args: { state: "encrypted", label: "End-to-end encrypted" },
  parameters: { layout: "padded" },
} satisfies Meta<typeof EncryptionShield>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Encrypted: Story = {};
export const Waiting: Story = { args: { state: "waiting", label: "Exchanging keys" } };
export const Partial: Story = { args: { state: "partial", label: "Somebody cannot be decrypted" } };
export const Off: Story = { args: { state: "off", label: "Not encrypted" } };
export const RightToLeft: Story = { decorators: [rightToLeft], args: { label: "مشفر من طرف إلى طرف" } };
export const IconAlone: Story = {
  args: { isLabelHidden: true, detail: "Only members can listen." },
  play: async ({ canvasElement }) => {
    await expect(
      within(canvasElement).getByRole("note", { name: "End-to-end encrypted. Only members can listen." }),
    ).toBeVisible();
  },
};
