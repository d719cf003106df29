import { useEffect, useState } from "react";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fn, screen, userEvent, waitFor, within } from "storybook/test";
import type { Intent, PlatformMedia, PlatformSnapshot } from "@shell/contract";
import { faultOf } from "../machines/domain/fault.ts";
import { fakePlatform } from "../shell/contract/platform.fixture.ts";
import { accountOf, devicesOf, LONG_NAME, settingsOf, snapshotOf } from "../shell/contract/snapshot.fixture.ts";
import { Root } from "./Root.tsx";

interface ScreenProps {
  readonly snapshot: Partial<PlatformSnapshot>;
  readonly media?: Partial<PlatformMedia>;
  readonly send: (intent: Intent) => void;
}

/** The settings over a page; closing and choosing a tab work as with the shell. */
function Screen({ snapshot, media = {}, send }: ScreenProps) {
  const [platform] = useState(() => {
    const fake = fakePlatform({ snapshot: snapshotOf(snapshot), media, send: (intent) => obey(intent) });
    function obey(intent: Intent) {
      send(intent);
      const settings = fake.getSnapshot().settings;
      if (intent.type === "settings.opened") fake.change({ settings: { ...settings, openTab: intent.tab } });
      if (intent.type === "settings.closed") fake.change({ settings: { ...settings, openTab: null } });
      if (intent.type === "volume.chosen") fake.change({ settings: { ...settings, volume: intent.volume } });
    }
    return fake;
  });
  useEffect(() => platform.change(snapshotOf(snapshot)), [platform, snapshot]);
  return <Root platform={platform} />;
}

const opened = async (): Promise<void> => {
  // The dialog's code comes with the first dialog.
  await waitFor(() => expect(screen.getByRole("tab", { selected: true })).toBeVisible(), { timeout: 10_000 });
  // It takes the focus a frame later; whoever types before that would lose it.
  await waitFor(() => expect(screen.getByRole("dialog")).toContainElement(document.activeElement as HTMLElement));
};
const at = (openTab: NonNullable<PlatformSnapshot["settings"]["openTab"]>) => ({ settings: settingsOf({ openTab }) });
const { camera, microphone, speaker } = devicesOf();

const meta = {
  title: "Settings/Settings",
  component: Screen,
  args: { snapshot: at("audio"), send: fn() },
  play: opened,
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Audio: Story = {};
export const AudioMuted: Story = {
  args: { snapshot: { ...at("audio"), devices: devicesOf({ microphone: { ...microphone, isOn: false } }) } },
};
export const AudioWithoutDevices: Story = {
  args: {
    snapshot: {
      ...at("audio"),
      devices: devicesOf({
        microphone: { ...microphone, isOn: false, available: [], chosenId: null },
        speaker: { ...speaker, canChoose: false },
      }),
    },
  },
};
export const Video: Story = { args: { snapshot: at("video") } };
export const VideoOff: Story = {
  args: { snapshot: { ...at("video"), devices: devicesOf({ camera: { ...camera, isOn: false } }) } },
};
export const VideoStarting: Story = {
  args: { snapshot: { ...at("video"), devices: devicesOf({ camera: { ...camera, isOn: false, isBusy: true } }) } },
};
export const VideoBlocked: Story = {
  args: {
    snapshot: {
      ...at("video"),
      devices: devicesOf({ permission: "denied", camera: { ...camera, isOn: false, fault: faultOf("device.denied") } }),
    },
  },
};
export const VideoMissing: Story = {
  args: {
    snapshot: {
      ...at("video"),
      devices: devicesOf({ camera: { ...camera, isOn: false, available: [], chosenId: null } }),
    },
  },
};
export const Profile: Story = { args: { snapshot: at("profile") } };
export const ProfileSignedOut: Story = {
  args: {
    snapshot: { ...at("profile"), account: accountOf({ userId: null, displayName: null, status: "signed-out" }) },
  },
};
export const ProfileLongName: Story = {
  args: { snapshot: { ...at("profile"), account: accountOf({ displayName: LONG_NAME }) } },
};
export const ProfileRefused: Story = {
  args: { snapshot: { ...at("profile"), account: accountOf({ fault: faultOf("homeserver.unreachable") }) } },
};
export const Preferences: Story = { args: { snapshot: at("preferences") } };
export const Developer: Story = { args: { snapshot: at("developer") } };
export const DeveloperModeFixed: Story = {
  args: { snapshot: { settings: settingsOf({ openTab: "developer", isModeFixed: true }) } },
};
export const RightToLeft: Story = {
  decorators: [
    (Draw) => {
      document.documentElement.dir = "rtl";
      useEffect(() => () => document.documentElement.removeAttribute("dir"), []);
      return <Draw />;
    },
  ],
};
export const Phone: Story = { globals: { viewport: { value: "phone" } } };
export const PhoneTurned: Story = {
  args: { snapshot: at("developer") },
  globals: { viewport: { value: "landscape" } },
};

export const Closing: Story = {
  play: async ({ args }) => {
    await opened();
    await userEvent.keyboard("{Escape}");
    await expect(args.send).toHaveBeenCalledWith({ type: "settings.closed" });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  },
};

/** A page whose button opens the settings, which are taken away as soon as they are closed, as the shell does. */
function Page({ snapshot, send }: ScreenProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <main>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      {isOpen && (
        <Screen
          snapshot={snapshot}
          send={(intent) => {
            send(intent);
            if (intent.type === "settings.closed") setOpen(false);
          }}
        />
      )}
    </main>
  );
}

export const GivingFocusBack: Story = {
  render: (args) => <Page {...args} />,
  play: async ({ canvasElement }) => {
    const button = within(canvasElement).getByRole("button", { name: "Open" });
    await userEvent.click(button);
    await opened();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(button).toHaveFocus());
  },
};

export const ChoosingTab: Story = {
  play: async ({ args }) => {
    await opened();
    await userEvent.click(await screen.findByRole("tab", { name: "Developer" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "settings.opened", tab: "developer" });
    await userEvent.click(await screen.findByRole("radio", { name: "Matrix 2.0" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "mode.chosen", mode: "matrix_2_0" });
    await userEvent.click(screen.getByRole("button", { name: "Export call log" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "callLog.exported" });
  },
};

export const ChoosingName: Story = {
  args: { snapshot: at("profile") },
  play: async ({ args }) => {
    await opened();
    const field = await screen.findByTestId("profile_displayname");
    await userEvent.clear(field);
    await userEvent.tab();
    await expect(field).toHaveAccessibleDescription(/Type a name/u);
    await userEvent.type(field, "Aino V");
    await expect(args.send).not.toHaveBeenCalled();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(args.send).toHaveBeenCalledWith({ type: "displayName.chosen", displayName: "Aino V" }));
  },
};

export const ChoosingPicture: Story = {
  args: { snapshot: { ...at("profile"), account: accountOf({ avatarMxc: "mxc://example.org/aino" }) } },
  play: async ({ args }) => {
    await opened();
    const dialog = await screen.findByRole("dialog", { name: "Settings" });
    await screen.findByRole("button", { name: "Replace picture" });
    const input = dialog.querySelector("input[type=file]") as HTMLInputElement;
    const user = userEvent.setup({ applyAccept: false });
    await user.upload(input, new File(["no"], "no.txt", { type: "text/plain" }));
    await expect(within(dialog).getByText(/not a picture/u)).toBeVisible();
    const picture = new File(["yes"], "yes.png", { type: "image/png" });
    await user.upload(input, picture);
    await expect(args.send).toHaveBeenCalledOnce();
    await expect(args.send).toHaveBeenCalledWith({ type: "avatar.chosen", image: picture });
    await user.click(within(dialog).getByRole("button", { name: "Remove picture" }));
    await expect(args.send).toHaveBeenLastCalledWith({ type: "avatar.chosen", image: null });
  },
};

export const ChoosingTheme: Story = {
  args: { snapshot: at("preferences") },
  play: async ({ args }) => {
    await opened();
    await userEvent.click(await screen.findByRole("combobox", { name: "Theme" }));
    await userEvent.click(await screen.findByRole("option", { name: "Light" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "theme.chosen", theme: "light" });
    await userEvent.click(screen.getByRole("switch", { name: "Show yourself in calls" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "selfView.chosen", isShown: false });
  },
};

export const TestSoundFails: Story = {
  args: { media: { playTestSound: () => Promise.reject(new Error("no output")) } },
  play: async () => {
    await opened();
    await userEvent.click(await screen.findByRole("button", { name: "Play test sound" }));
    await waitFor(() => expect(screen.getByText(/could not be played/u)).toBeVisible());
  },
};
