import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, fireEvent, fn, screen, userEvent, waitFor, within } from "storybook/test";
import { CallScreen } from "./CallScreen.fixture.tsx";
import { callOf, devicesOf, frameOf, tilesOf } from "./fixtures.ts";
import { overlayWait, settled, toBeSeen } from "./settled.fixture.ts";

const meta = {
  title: "Call/In use",
  component: CallScreen,
  args: { snapshot: { call: callOf(tilesOf(4)) }, send: fn() },
  globals: { viewport: { value: "desktop" } },
  afterEach: settled,
} satisfies Meta<typeof CallScreen>;
export default meta;
type Story = StoryObj<typeof meta>;

const muted = devicesOf({ microphone: { ...devicesOf().microphone, isOn: false } });

export const MutingAndCamera: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole("switch", { name: "Mute microphone" }));
    await expect(canvas.getByRole("switch", { name: "Unmute microphone" })).not.toBeChecked();
    await userEvent.click(canvas.getByRole("switch", { name: "Stop video" }));
    await expect(canvas.getByRole("switch", { name: "Start video" })).not.toBeChecked();
    await expect(args.send).toHaveBeenCalledWith({ type: "camera.toggled" });
  },
};

export const ChoosingADevice: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Camera" }));
    await userEvent.click(await screen.findByRole("menuitemradio", { name: /Desk camera/ }, overlayWait));
    await expect(args.send).toHaveBeenCalledWith({ type: "device.chosen", kind: "camera", deviceId: "cam-2" });
  },
};

export const SharingMarksItsButton: Story = {
  play: async ({ canvasElement }) => {
    const button = within(canvasElement).getByTestId("incall_screenshare");
    await expect(button).not.toHaveAttribute("data-kind", "primary");
    await userEvent.click(button);
    await expect(button).toHaveAttribute("data-kind", "primary");
    await expect(button).toBeChecked();
  },
};

export const Leaving: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "End call" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "leave.requested" });
  },
};

/** Tiles take the room of the bars that a link hides. */
export const WithoutFrame: Story = {
  args: { snapshot: { call: callOf(tilesOf(2)), frame: frameOf({ header: "none", hasControls: false }) } },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(canvas.queryByTestId("roomHeader_roomName")).toBeNull();
    await expect(canvas.queryByRole("toolbar")).toBeNull();
    await waitFor(() => expect(canvas.getAllByTestId("videoTile")).toHaveLength(2));
    const { y, height } = canvas.getAllByTestId("videoTile")[0]?.getBoundingClientRect() ?? { y: 0, height: 0 };
    await expect([y < 44, y + height > window.innerHeight - 60]).toEqual([true, true]);
  },
};

/** What the top bar holds is found in the menu at the bottom when there is none. */
export const WithoutHeader: Story = {
  args: { snapshot: { call: callOf(tilesOf(4)), frame: frameOf({ header: "none" }) } },
  play: async ({ canvasElement }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "More" }));
    await toBeSeen(await screen.findByRole("menuitem", { name: "People" }, overlayWait));
    await toBeSeen(await screen.findByRole("menuitem", { name: "Invite" }, overlayWait));
  },
};

/** A phone app's bar holds the settings; the bar at the bottom does not have them twice. */
export const AppBar: Story = {
  args: { snapshot: { call: callOf(tilesOf(4)), frame: frameOf({ header: "app_bar" }) } },
  globals: { viewport: { value: "phone" } },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByTestId("settings-app-bar"));
    await expect(args.send).toHaveBeenCalledWith({ type: "settings.opened", tab: "audio" });
    await expect(within(canvasElement).queryByTestId("settings-bottom-left")).toBeNull();
  },
};

/** A host of our origin hides the bar and presses its buttons all the same. */
export const DrivenByAHost: Story = {
  play: async ({ canvasElement, args }) => {
    const find = (testId: string) => within(canvasElement).getByTestId(testId);
    const bar = find("incall_leave").parentElement?.parentElement;
    await expect(bar).toBe(within(canvasElement).getByRole("toolbar"));
    bar?.setAttribute("hidden", "");
    find("settings-bottom-left").click();
    find("incall_screenshare").click();
    canvasElement.querySelector<HTMLInputElement>('input[value="spotlight"]')?.click();
    await waitFor(() =>
      expect(canvasElement.querySelector('input[value="spotlight"]')).toHaveAttribute("data-checked", "true"),
    );
    await expect(args.send).toHaveBeenCalledWith({ type: "settings.opened", tab: "audio" });
    await expect(args.send).toHaveBeenCalledWith({ type: "share.toggled" });
    const tile = canvasElement.querySelector("[data-video-fit]");
    await expect(tile?.querySelector("[aria-label]")?.getAttribute("aria-label")).toMatch(/^@/);
    bar?.removeAttribute("hidden");
  },
};

export const People: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole("button", { name: "4 people" }));
    await toBeSeen(await canvas.findByRole("complementary", { name: "People" }));
    await expect(canvas.getByText("@person3:example.org")).toBeVisible();
  },
};

/** Whose key is missing is said beside their name, in either direction. */
export const PeopleWithoutKeys: Story = {
  args: {
    snapshot: {
      call: callOf(
        tilesOf(4).map((tile, index) => ({
          ...tile,
          isKeyMissed: index === 1,
          state: index === 2 ? "waiting-for-key" : tile.state,
        })),
      ),
    },
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole("button", { name: "4 people" }));
    const panel = within(await canvas.findByRole("complementary", { name: "People" }));
    const [own, unreached, waitedFor, fine] = panel.getAllByRole("listitem");
    await expect(unreached).toHaveTextContent("Has not got your key yet");
    await expect(waitedFor).toHaveTextContent("No key from this device yet (12 s)");
    for (const person of [own, fine]) await expect(person).not.toHaveTextContent(/key/);
  },
};

const trusted = callOf(tilesOf(4));
const trusts = [null, "verified", "unverified", "changed"] as const;

/** Whose device is whose is said in a word beside each name, and the code to compare stands below. */
export const PeopleAndSafetyCode: Story = {
  args: {
    snapshot: {
      call: {
        ...trusted,
        people: trusted.people.map((person, index) => ({ ...person, trust: trusts[index] ?? null })),
      },
    },
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole("button", { name: "4 people" }));
    const panel = within(await canvas.findByRole("complementary", { name: "People" }));
    const [own, ...others] = panel.getAllByRole("listitem");
    await expect(own).not.toHaveTextContent(/erified|changed/);
    for (const [index, word] of ["Verified", "Not verified", "Keys changed"].entries())
      await expect(others[index]).toHaveTextContent(word);
    const code = panel.getByRole("region", { name: "Safety code" });
    await expect(code).toHaveTextContent("40718 25563 09921 77410 31846 60257");
    await expect(code).toHaveTextContent(/Read it out to each other/);
  },
};

export const EscapeClosesPeople: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole("button", { name: "4 people" }));
    await canvas.findByRole("complementary", { name: "People" });
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(canvas.queryByRole("complementary")).toBeNull());
  },
};

export const Inviting: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "Invite" }));
    await toBeSeen(await screen.findByRole("heading", { name: "Invite to this call" }, overlayWait));
    await expect(screen.getByTestId("modal_inviteLink")).toBeVisible();
  },
};

export const Keys: Story = {
  play: async ({ args }) => {
    await userEvent.keyboard("m");
    await expect(args.send).toHaveBeenCalledWith({ type: "microphone.toggled" });
    await userEvent.keyboard("v");
    await expect(args.send).toHaveBeenCalledWith({ type: "camera.toggled" });
  },
};

export const TalkingWhileSpaceIsHeld: Story = {
  args: { snapshot: { call: callOf(tilesOf(3)), devices: muted } },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await fireEvent.keyDown(document.body, { key: " " });
    await expect(await canvas.findByRole("switch", { name: "Mute microphone" })).toBeChecked();
    await fireEvent.blur(window);
    await expect(await canvas.findByRole("switch", { name: "Unmute microphone" })).not.toBeChecked();
    await fireEvent.keyUp(document.body, { key: " " });
    await expect(canvas.getByRole("switch", { name: "Unmute microphone" })).not.toBeChecked();
  },
};

export const TurningPages: Story = {
  args: { snapshot: { call: callOf(tilesOf(200)) } },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole("button", { name: "Next page" }));
    await expect(canvas.getByRole("button", { name: /^Page 2 of/ })).toHaveAttribute("aria-current", "page");
    await userEvent.click(canvas.getByTestId("roomHeader_roomName"));
    await userEvent.keyboard("{ArrowLeft}");
    await waitFor(() =>
      expect(canvas.getByRole("button", { name: /^Page 1 of/ })).toHaveAttribute("aria-current", "page"),
    );
  },
};

export const PinningATile: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(await within(canvasElement).findByRole("button", { name: "Pin Chiara Conti" }));
    await expect(args.send).toHaveBeenCalledWith({ type: "pin.chosen", tileId: "member-2" });
    await expect(await within(canvasElement).findByRole("button", { name: "Unpin Chiara Conti" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
  },
};

export const MovingOurselvesByKey: Story = {
  args: { snapshot: { call: callOf(tilesOf(2)) } },
  play: async ({ canvasElement }) => {
    const own = await within(canvasElement).findByRole("group", { name: /^You\./ });
    const before = own.style.left;
    own.focus();
    await userEvent.keyboard("{ArrowLeft}");
    await waitFor(() => expect(own.style.left).not.toBe(before));
  },
};

export const DraggingOurselvesToACorner: Story = {
  args: { snapshot: { call: callOf(tilesOf(2)) } },
  play: async ({ canvasElement }) => {
    const own = await within(canvasElement).findByRole("group", { name: /^You\./ });
    const top = Number.parseFloat(own.style.top);
    const from = own.getBoundingClientRect();
    const at = { clientX: from.x + 40, clientY: from.y + 40, pointerId: 1, button: 0 };
    own.setPointerCapture = () => undefined; // a made-up pointer cannot be captured
    await fireEvent.pointerDown(own, at);
    await fireEvent.pointerMove(own, { ...at, clientX: 60, clientY: 90 });
    await fireEvent.pointerUp(own, { ...at, clientX: 60, clientY: 90 });
    await waitFor(() => expect(Number.parseFloat(own.style.top)).toBeLessThan(top));
    await expect(Number.parseFloat(own.style.left)).toBeLessThan(100);
  },
};

export const MoreOnAPhone: Story = {
  globals: { viewport: { value: "phone" } },
  play: async ({ canvasElement }) => {
    await userEvent.click(within(canvasElement).getByRole("button", { name: "More" }));
    await toBeSeen(await screen.findByRole("menuitem", { name: "Settings" }, overlayWait));
    await expect(screen.getByRole("menuitemradio", { name: "Spotlight" })).toBeVisible();
  },
};
