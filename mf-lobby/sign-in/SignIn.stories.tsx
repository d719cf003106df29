import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, within } from "storybook/test";
import { faultOf } from "../../machines/domain/fault.ts";
import { inArabic } from "../decorators.fixture.tsx";
import { signedOutOf } from "../fixtures.ts";
import { Screen } from "../Screen.fixture.tsx";

const meta = {
  title: "Lobby/Sign in",
  component: Screen,
  args: { snapshot: { screen: "sign-in", account: signedOutOf() }, send: fn() },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

const withFault = (code: Parameters<typeof faultOf>[0]) =>
  ({ snapshot: { screen: "sign-in", account: signedOutOf({ fault: faultOf(code) }) } }) as const;

export const Empty: Story = {};
export const Busy: Story = {
  args: { snapshot: { screen: "sign-in", account: signedOutOf({ status: "signing-in" }) } },
};
export const ServerUnknown: Story = {
  args: { snapshot: { screen: "sign-in", account: signedOutOf({ serverName: null }) } },
};
export const HomeserverUnreachable: Story = { args: withFault("homeserver.unreachable") };
export const TooManyAttempts: Story = { args: withFault("account.limited") };
export const RightToLeft: Story = { decorators: [inArabic] };
export const Phone: Story = { globals: { viewport: { value: "phone" } } };
export const PhoneTurned: Story = { globals: { viewport: { value: "landscape" } } };

export const WrongPassword: Story = {
  args: withFault("account.wrong_password"),
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByTestId("login_password")).toHaveAccessibleDescription(/Wrong user name or password/u);
    await userEvent.type(canvas.getByTestId("login_username"), "aino");
    await userEvent.type(canvas.getByTestId("login_password"), "correct horse{Enter}");
    await expect(args.send).toHaveBeenCalledWith({
      type: "signIn.requested",
      userName: "aino",
      password: "correct horse",
    });
    await expect(canvas.getByTestId("login_username")).toHaveValue("aino");
  },
};

export const NothingTyped: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByTestId("login_login"));
    await expect(canvas.getByTestId("login_username")).toHaveFocus();
    await expect(args.send).not.toHaveBeenCalled();
  },
};

export const GoingBack: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Back" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "back.requested" });
  },
};
