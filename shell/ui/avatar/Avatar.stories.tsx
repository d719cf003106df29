import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, within } from "storybook/test";
import { inRow, longName, rightToLeft } from "../decorators.fixture.tsx";
import { Avatar } from "./Avatar.tsx";
import { AvatarStack, type Face } from "./AvatarStack.tsx";

const meta = {
  component: Avatar,
  args: { id: "@alice:example.org", name: "Alice Liddell", label: "Alice Liddell" },
  parameters: { layout: "padded" },
} satisfies Meta<typeof Avatar>;
export default meta;
type Story = StoryObj<typeof meta>;

const face =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect width='8' height='8' fill='teal'/%3E%3Ccircle cx='4' cy='3' r='1.6' fill='bisque'/%3E%3Cellipse cx='4' cy='7.6' rx='3' ry='2.6' fill='bisque'/%3E%3C/svg%3E";
const names = ["Alice Liddell", "Bob", "李小龍", "Ümit Öz", "Carol Danvers", "Dan", "Erin", longName];
const people: readonly Face[] = names.map((name, index) => ({
  id: `@person${index}:example.org`,
  name,
  picture: index === 1 ? face : null,
}));

export const Initials: Story = {};
export const Picture: Story = { args: { picture: face } };
export const NoName: Story = { args: { name: "", label: "Guest" } };
export const PictureThatFails: Story = {
  args: { picture: "data:image/png;base64,AAAA" },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText("AL")).toBeVisible();
  },
};
export const Sizes: Story = {
  decorators: [inRow],
  render: (args) => (
    <>
      {(["small", "medium", "large", "huge"] as const).map((size) => (
        <Avatar key={size} {...args} size={size} />
      ))}
    </>
  ),
};
export const Shades: Story = {
  decorators: [inRow],
  render: () => (
    <>
      {people.map((person) => (
        <Avatar key={person.id} {...person} size="large" label={person.name} />
      ))}
    </>
  ),
};
export const FillingATile: Story = {
  render: (args) => (
    <div
      className="pl-tint-deep"
      style={{
        containerType: "size",
        display: "grid",
        placeItems: "center",
        aspectRatio: "16 / 9",
        maxInlineSize: "480px",
        borderRadius: "var(--radius-tile)",
      }}
    >
      <Avatar {...args} size="fill" />
    </div>
  ),
};
export const Stack: Story = { render: () => <AvatarStack people={people} label="Alice, Bob and 6 more are here" /> };
export const StackOfOne: Story = { render: () => <AvatarStack people={people.slice(0, 1)} label="Alice is here" /> };
export const StackRightToLeft: Story = {
  decorators: [rightToLeft],
  render: () => <AvatarStack people={people} label="أليس وبوب و6 آخرون هنا" />,
};
