import { useState } from "react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, userEvent, waitFor, within } from "storybook/test";
import type { JoinStep } from "../../machines/domain/call.ts";
import { faultOf, type FaultCode } from "../../machines/domain/fault.ts";
import { joinOf, roomOf } from "../fixtures.ts";
import { Screen, type ScreenProps } from "../Screen.fixture.tsx";

const lobby = { screen: "lobby", room: roomOf() } as const;

const meta = {
  title: "Lobby/Joining",
  component: Screen,
  args: { snapshot: lobby, send: fn() },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

const atStep = (step: JoinStep) => ({ snapshot: { ...lobby, join: joinOf({ status: "joining", step }) } });
const failedWith = (code: FaultCode, facts: Parameters<typeof faultOf>[1] = {}) => ({
  snapshot: { ...lobby, join: joinOf({ status: "failed", step: "authorising", fault: faultOf(code, facts) }) },
});

export const Authorising: Story = { args: atStep("authorising") };
export const Connecting: Story = { args: atStep("connecting") };
export const Announcing: Story = { args: atStep("announcing") };
export const DistributingKey: Story = { args: atStep("distributing_key") };
export const Publishing: Story = { args: atStep("publishing") };
export const ConnectingOnPhone: Story = { args: atStep("connecting"), globals: { viewport: { value: "phone" } } };

export const TransportMissing: Story = { args: failedWith("transport.missing") };
export const TransportUnreachable: Story = {
  args: failedWith("transport.unreachable", { url: "https://call.example.org/sfu/get" }),
};
export const TransportRefused: Story = {
  args: failedWith("transport.refused", { url: "https://call.example.org/sfu/get", detail: "403" }),
};
export const SfuUnreachable: Story = { args: failedWith("sfu.unreachable", { url: "wss://sfu.example.org" }) };
export const SfuFull: Story = { args: failedWith("sfu.full") };
export const MediaBlocked: Story = { args: failedWith("sfu.media_blocked") };
export const WrongPassword: Story = { args: failedWith("key.wrong_password") };
export const StepTimedOut: Story = { args: failedWith("step.timed_out"), globals: { viewport: { value: "phone" } } };
export const TimedOutTurned: Story = {
  args: failedWith("step.timed_out"),
  globals: { viewport: { value: "landscape" } },
};

export const TransportMissingBeforeJoining: Story = {
  args: { snapshot: { ...lobby, join: joinOf({ status: "failed", fault: faultOf("transport.missing") }) } },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Try again" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "retry.requested" });
  },
};

export const KnockNeeded: Story = {
  args: {
    snapshot: { ...lobby, room: roomOf({ status: "knock-needed", present: [], encryption: null, inviteUrl: null }) },
  },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Ask to join" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "knock.requested" });
  },
};
export const Knocking: Story = {
  args: {
    snapshot: { ...lobby, room: roomOf({ status: "knocking", present: [], encryption: null, inviteUrl: null }) },
  },
};
export const WaitingToBeLetIn: Story = {
  args: { snapshot: { ...lobby, room: roomOf({ status: "waiting", present: [], encryption: null, inviteUrl: null }) } },
};

export const Pressing: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByTestId("lobby_joinCall"));
    await expect(args.send).toHaveBeenCalledWith({ type: "join.requested" });
  },
};

export const PressingTooEarly: Story = {
  args: { snapshot: { ...lobby, join: joinOf({ status: "waiting", waitingFor: "account" }) } },
  play: async ({ canvasElement, args }) => {
    const button = within(canvasElement).getByTestId("lobby_joinCall");
    await expect(button).toHaveAccessibleDescription("Waiting for your account");
    await userEvent.click(button);
    await expect(args.send).not.toHaveBeenCalled();
  },
};

export const Cancelling: Story = {
  args: atStep("connecting"),
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByText("Connecting to the media server")).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Cancel" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "join.cancelled" });
  },
};

export const TryingAgain: Story = {
  args: failedWith("sfu.unreachable", { url: "wss://sfu.example.org" }),
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByText("Details"));
    await expect(canvas.getByText("wss://sfu.example.org")).toBeVisible();
    await userEvent.click(canvas.getByRole("button", { name: "Try again" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "join.requested" });
  },
};

/** Joins and stops joining as it is asked to, as the shell does. */
function Obedient({ snapshot, send }: ScreenProps) {
  const [join, setJoin] = useState(joinOf());
  return (
    <Screen
      snapshot={{ ...snapshot, join }}
      send={(intent) => {
        send(intent);
        if (intent.type === "join.requested") setJoin(joinOf({ status: "joining", step: "connecting" }));
        if (intent.type === "join.cancelled") setJoin(joinOf());
      }}
    />
  );
}

export const KeepingFocus: Story = {
  render: (args) => <Obedient {...args} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    canvas.getByRole("button", { name: "Join" }).focus();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(canvas.getByRole("button", { name: "Cancel" })).toHaveFocus());
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(canvas.getByRole("button", { name: "Join" })).toHaveFocus());
  },
};
