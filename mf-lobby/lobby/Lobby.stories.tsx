import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, screen, userEvent, waitFor, within } from "storybook/test";
import { faultOf } from "../../machines/domain/fault.ts";
import { inArabic, overlaysArrive } from "../decorators.fixture.tsx";
import { accountOf, devicesOf, frameOf, joinOf, LONG_NAME, peopleOf, roomOf } from "../fixtures.ts";
import { Screen } from "../Screen.fixture.tsx";

const lobby = { screen: "lobby", room: roomOf() } as const;
const { microphone, camera, speaker } = devicesOf();

const meta = {
  title: "Lobby/Lobby",
  component: Screen,
  args: { snapshot: lobby, send: fn() },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Ready: Story = {};
export const NobodyThere: Story = { args: { snapshot: { ...lobby, room: roomOf({ present: [] }) } } };
export const TwoHundredThere: Story = { args: { snapshot: { ...lobby, room: roomOf({ present: peopleOf(200) }) } } };
export const SharedKey: Story = { args: { snapshot: { ...lobby, room: roomOf({ encryption: "shared_key" }) } } };
export const NotEncrypted: Story = { args: { snapshot: { ...lobby, room: roomOf({ encryption: "none" }) } } };
export const FindingRoom: Story = {
  args: { snapshot: { ...lobby, room: null, join: joinOf({ status: "waiting", waitingFor: "room" }) } },
};
export const WaitingForTransport: Story = {
  args: { snapshot: { ...lobby, join: joinOf({ status: "waiting", waitingFor: "transport" }) } },
};
export const LongNames: Story = {
  args: {
    snapshot: {
      ...lobby,
      account: accountOf({ displayName: LONG_NAME }),
      room: roomOf({
        name: LONG_NAME.repeat(2),
        present: peopleOf(3).map((person) => ({ ...person, displayName: LONG_NAME })),
      }),
    },
  },
};
export const Av1Refused: Story = {
  args: { snapshot: { ...lobby, join: joinOf({ refusedCodec: "av1" }) } },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByText("Video is sent as VP8: AV1 cannot be encrypted here.")).toBeVisible();
  },
};
export const WithoutHeader: Story = {
  args: { snapshot: { ...lobby, frame: frameOf({ header: "none" }) } },
  play: async ({ canvasElement, args }) => {
    await expect(within(canvasElement).queryByRole("banner")).toBeNull();
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Settings" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "settings.opened", tab: "audio" });
  },
};
export const WithoutHeaderOnAPhone: Story = { ...WithoutHeader, globals: { viewport: { value: "phone" } } };
export const Confined: Story = {
  args: { snapshot: { ...lobby, frame: frameOf({ isConfined: true }) } },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).queryByRole("button", { name: "Home" })).toBeNull();
    await expect(within(canvasElement).getByRole("button", { name: "Join" })).toBeVisible();
  },
};
export const WithoutControls: Story = {
  args: { snapshot: { ...lobby, frame: frameOf({ hasControls: false }) } },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).queryByRole("button", { name: "Invite" })).toBeNull();
    await expect(within(canvasElement).queryByRole("button", { name: "Settings" })).toBeNull();
  },
};
export const RightToLeft: Story = { decorators: [inArabic] };
export const Phone: Story = { globals: { viewport: { value: "phone" } } };
export const PhoneTurned: Story = { globals: { viewport: { value: "landscape" } } };

export const CameraOff: Story = {
  args: {
    snapshot: {
      ...lobby,
      devices: devicesOf({ camera: { ...camera, isOn: false }, microphone: { ...microphone, isOn: false } }),
    },
  },
};
export const CameraStarting: Story = {
  args: { snapshot: { ...lobby, devices: devicesOf({ camera: { ...camera, isOn: false, isBusy: true } }) } },
};
export const CameraInUse: Story = {
  args: {
    snapshot: { ...lobby, devices: devicesOf({ camera: { ...camera, isOn: false, fault: faultOf("device.in_use") } }) },
  },
};
export const Asking: Story = {
  args: {
    snapshot: {
      ...lobby,
      devices: devicesOf({
        permission: "asking",
        camera: { ...camera, isOn: false },
        microphone: { ...microphone, isOn: false },
      }),
    },
  },
};
const denied = {
  ...lobby,
  devices: devicesOf({
    permission: "denied",
    camera: { ...camera, isOn: false, available: [], fault: faultOf("device.denied") },
    microphone: { ...microphone, isOn: false, available: [], fault: faultOf("device.denied") },
  }),
};
export const Denied: Story = {
  args: { snapshot: denied },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Try again" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "permission.requested" });
  },
};
export const DeniedInFirefox: Story = { args: { snapshot: denied, userAgent: "Firefox/150.0" } };
export const DeniedInSafari: Story = { args: { snapshot: denied, userAgent: "Version/26.0 Safari/605.1.15" } };
export const DeniedOnIphone: Story = {
  args: { snapshot: denied, userAgent: "iPhone" },
  globals: { viewport: { value: "phone" } },
};
export const DeniedOnAndroid: Story = {
  args: { snapshot: denied, userAgent: "Android" },
  globals: { viewport: { value: "landscape" } },
};
const missing = {
  ...lobby,
  devices: devicesOf({
    permission: "missing",
    camera: { ...camera, isOn: false, available: [], chosenId: null, fault: faultOf("device.missing") },
    microphone: { ...microphone, isOn: false, available: [], chosenId: null, fault: faultOf("device.missing") },
    speaker: { ...speaker, canChoose: false },
  }),
};
export const DevicesMissing: Story = {
  args: { snapshot: missing },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Join" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "join.requested" });
  },
};

export const Toggling: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole("switch", { name: "Mute microphone", checked: true }));
    await userEvent.click(canvas.getByRole("switch", { name: "Stop video", checked: true }));
    await userEvent.keyboard("v");
    await userEvent.keyboard("m");
    await expect(args.send).toHaveBeenNthCalledWith(1, { type: "microphone.toggled" });
    await expect(args.send).toHaveBeenNthCalledWith(2, { type: "camera.toggled" });
    await expect(args.send).toHaveBeenNthCalledWith(3, { type: "camera.toggled" });
    await expect(args.send).toHaveBeenNthCalledWith(4, { type: "microphone.toggled" });
  },
};

export const ChoosingMicrophone: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Microphone" }));
    await waitFor(() => expect(screen.getByRole("menu")).toBeVisible(), overlaysArrive);
    const microphones = within(screen.getByRole("group", { name: "Microphone" }));
    await userEvent.click(microphones.getByRole("menuitemradio", { name: "Headset (USB)" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "device.chosen", kind: "microphone", deviceId: "mic-2" });
  },
};
