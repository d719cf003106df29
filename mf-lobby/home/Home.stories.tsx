import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, screen, userEvent, waitFor, within } from "storybook/test";
import { faultOf } from "../../machines/domain/fault.ts";
import { inArabic, overlaysArrive } from "../decorators.fixture.tsx";
import { accountOf, homeOf, LONG_NAME, peopleOf, recentCallOf, signedOutOf } from "../fixtures.ts";
import { Screen } from "../Screen.fixture.tsx";

const signedOut = { screen: "home", account: signedOutOf(), home: homeOf({ recentCalls: [] }) } as const;

const meta = {
  title: "Lobby/Home",
  component: Screen,
  args: { snapshot: { screen: "home" }, send: fn() },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

export const SignedIn: Story = {};
export const SignedInWithoutCalls: Story = { args: { snapshot: { home: homeOf({ recentCalls: [] }) } } };
export const SignedOut: Story = { args: { snapshot: signedOut } };
export const Guest: Story = { args: { snapshot: { account: accountOf({ isGuest: true }) } } };
export const Restoring: Story = { args: { snapshot: { ...signedOut, account: signedOutOf({ status: "restoring" }) } } };
export const Registering: Story = {
  args: { snapshot: { ...signedOut, account: signedOutOf({ status: "registering" }) } },
};
export const Creating: Story = { args: { snapshot: { home: homeOf({ isCreating: true }) } } };
export const SigningOut: Story = { args: { snapshot: { account: accountOf({ status: "signing-out" }) } } };
export const Expired: Story = { args: { snapshot: { ...signedOut, account: accountOf({ status: "expired" }) } } };
export const CreateRefused: Story = { args: { snapshot: { home: homeOf({ fault: faultOf("room.create_refused") }) } } };
export const HomeserverUnreachable: Story = {
  args: {
    snapshot: {
      ...signedOut,
      account: signedOutOf({ fault: faultOf("homeserver.unreachable", { url: "https://matrix.example.org" }) }),
    },
  },
};
export const RegistrationClosed: Story = {
  args: { snapshot: { ...signedOut, account: signedOutOf({ fault: faultOf("account.registration_closed") }) } },
};
export const LongNames: Story = {
  args: {
    snapshot: {
      account: accountOf({ displayName: LONG_NAME }),
      home: homeOf({
        recentCalls: [
          recentCallOf({ name: LONG_NAME.repeat(3), people: peopleOf(8), inCallCount: 187 }),
          recentCallOf({ roomId: "!b", name: "A", people: [] }),
        ],
      }),
    },
  },
};
export const RightToLeft: Story = { decorators: [inArabic] };
export const RightToLeftSignedOut: Story = { decorators: [inArabic], args: { snapshot: signedOut } };
export const Phone: Story = { globals: { viewport: { value: "phone" } } };
export const PhoneTurned: Story = { args: { snapshot: signedOut }, globals: { viewport: { value: "landscape" } } };

export const Going: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByTestId("home_callName"), "  Tea at five {Enter}");
    await expect(args.send).toHaveBeenCalledWith({
      type: "callCreation.requested",
      callName: "Tea at five",
      displayName: null,
      isKeyInLink: false,
    });
  },
};

export const GoingSignedOut: Story = {
  args: { snapshot: signedOut },
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByTestId("home_callName"), "Tea");
    await userEvent.click(canvas.getByTestId("home_go"));
    await expect(args.send).not.toHaveBeenCalled();
    await expect(canvas.getByTestId("home_displayName")).toHaveFocus();
    await userEvent.type(canvas.getByTestId("home_displayName"), "Aino");
    await userEvent.click(canvas.getByText("Options"));
    await userEvent.click(canvas.getByRole("switch", { name: "Put the key in the link" }));
    await userEvent.click(canvas.getByTestId("home_go"));
    await expect(args.send).toHaveBeenCalledWith({
      type: "callCreation.requested",
      callName: "Tea",
      displayName: "Aino",
      isKeyInLink: true,
    });
  },
};

export const NameEmpty: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByTestId("home_go"));
    await expect(canvas.getByTestId("home_callName")).toHaveFocus();
    await expect(canvas.getByTestId("home_callName")).toHaveAccessibleDescription(/no name/u);
    await expect(args.send).not.toHaveBeenCalled();
  },
};

export const NameTooLong: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    const field = canvas.getByTestId("home_callName");
    await userEvent.click(field);
    await userEvent.paste("n".repeat(300));
    await userEvent.click(canvas.getByTestId("home_go"));
    await expect(field).toHaveValue("n".repeat(300));
    await expect(field).toHaveAccessibleDescription(/shorter/u);
    await expect(args.send).not.toHaveBeenCalled();
  },
};

export const OpeningRecentCall: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("link", { name: /Weekly planning/u }));
    await expect(args.send).toHaveBeenCalledWith({ type: "path.requested", path: recentCallOf().path });
  },
};

export const RemovingRecentCall: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole("button", { name: "Remove Weekly planning" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "recentCall.removed", roomId: "!weekly" });
    await expect(canvas.getByRole("heading", { name: "Recent calls" })).toHaveFocus();
  },
};

export const AccountMenuOpen: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByTestId("usermenu_open"));
    await waitFor(() => expect(screen.getByTestId("usermenu_user")).toBeVisible(), overlaysArrive);
    await userEvent.click(screen.getByTestId("usermenu_logout"));
    await expect(args.send).toHaveBeenCalledWith({ type: "signOut.requested" });
  },
};

export const LoggingIn: Story = {
  args: { snapshot: signedOut },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("link", { name: "Log In" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "signInPage.requested" });
  },
};
