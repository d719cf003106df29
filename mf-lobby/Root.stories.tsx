import { useState } from "react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, waitFor, within } from "storybook/test";
import type { Intent, PlatformSnapshot } from "@shell/contract";
import { homeOf, signedOutOf } from "./fixtures.ts";
import { Screen, type ScreenProps } from "./Screen.fixture.tsx";

const meta = {
  title: "Lobby/Root",
  component: Screen,
  args: { snapshot: { screen: "starting" }, send: fn() },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

const linkCopied = { noticeId: "1", tone: "info", key: "linkCopied", values: {}, fault: null } as const;
const storageBlocked = { noticeId: "2", tone: "warning", key: "storageBlocked", values: {}, fault: null } as const;

export const Starting: Story = {};
export const Notices: Story = {
  args: { snapshot: { screen: "home", notices: [linkCopied, storageBlocked] } },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getAllByRole("button", { name: "Dismiss" })[1] as HTMLElement);
    await expect(args.send).toHaveBeenCalledWith({ type: "notice.dismissed", noticeId: "2" });
  },
};

/** Goes to the pages that are asked for, as the shell does. */
function Going({ snapshot, send }: ScreenProps) {
  const [screen, setScreen] = useState<PlatformSnapshot["screen"]>("home");
  function go(intent: Intent) {
    send(intent);
    if (intent.type === "signInPage.requested") setScreen("sign-in");
    if (intent.type === "home.requested" || intent.type === "back.requested") setScreen("home");
  }
  return <Screen snapshot={{ ...snapshot, screen }} send={go} />;
}

export const KeepingWhatWasTyped: Story = {
  args: { snapshot: { account: signedOutOf(), home: homeOf({ recentCalls: [] }) } },
  render: (args) => <Going {...args} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByTestId("home_callName"), "Tea");
    await userEvent.click(canvas.getByTestId("home_login"));
    await waitFor(() => expect(canvas.getByRole("main")).toHaveFocus());
    await userEvent.click(await canvas.findByRole("button", { name: "Back" }));
    await expect(await canvas.findByTestId("home_callName")).toHaveValue("Tea");
  },
};
