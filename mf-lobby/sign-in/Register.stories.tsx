import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, within } from "storybook/test";
import { faultOf, type FaultCode } from "../../machines/domain/fault.ts";
import { signedOutOf } from "../fixtures.ts";
import { Screen } from "../Screen.fixture.tsx";

const meta = {
  title: "Lobby/Register",
  component: Screen,
  args: { snapshot: { screen: "register", account: signedOutOf() }, send: fn() },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

const withFault = (code: FaultCode) =>
  ({ snapshot: { screen: "register", account: signedOutOf({ fault: faultOf(code) }) } }) as const;

export const Empty: Story = {};
export const Busy: Story = {
  args: { snapshot: { screen: "register", account: signedOutOf({ status: "registering" }) } },
};
export const PasswordWeak: Story = { args: withFault("account.password_weak") };
export const NameInvalid: Story = { args: withFault("account.name_invalid") };
export const RegistrationClosed: Story = { args: withFault("account.registration_closed") };
export const RegistrationUnsupported: Story = { args: withFault("account.registration_unsupported") };
export const Phone: Story = { globals: { viewport: { value: "phone" } } };

export const NameTaken: Story = {
  args: withFault("account.name_taken"),
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByTestId("register_username")).toHaveAccessibleDescription(/taken/u);
  },
};

export const AfterWrongPassword: Story = {
  args: withFault("account.wrong_password"),
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).queryByText(/Wrong user name/u)).toBeNull();
  },
};

export const Registering: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByTestId("register_username"), "aino");
    await userEvent.type(canvas.getByTestId("register_password"), "correct horse");
    await userEvent.type(canvas.getByTestId("register_confirm_password"), "correct house{Enter}");
    await expect(canvas.getByTestId("register_confirm_password")).toHaveFocus();
    await expect(args.send).not.toHaveBeenCalled();
    await userEvent.clear(canvas.getByTestId("register_confirm_password"));
    await userEvent.type(canvas.getByTestId("register_confirm_password"), "correct horse{Enter}");
    await expect(args.send).toHaveBeenCalledWith({
      type: "register.requested",
      userName: "aino",
      password: "correct horse",
      displayName: "aino",
    });
  },
};
