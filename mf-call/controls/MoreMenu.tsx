import type { CallView, DevicesView, Intent } from "@shell/contract";
import {
  IconButton,
  InviteIcon,
  Menu,
  MoreIcon,
  PeopleIcon,
  SettingsIcon,
  ShareScreenIcon,
  StopShareIcon,
  useTranslate,
  type MenuEntry,
} from "@shell/ui";
import { deviceEntries } from "./deviceEntries.ts";

export interface MoreMenuProps {
  readonly devices: DevicesView;
  readonly layout: CallView["layout"];
  readonly send: (intent: Intent) => void;
  readonly onInvite: (() => void) | null;
  readonly onPeople: () => void;
  readonly className: string;
}

/** What has no room of its own on a phone, in a sheet. */
export function MoreMenu({ devices, layout, send, onInvite, onPeople, className }: MoreMenuProps) {
  const t = useTranslate();
  const { share } = devices;
  const entries: readonly MenuEntry[] = [
    { kind: "item", label: t("controls.people"), icon: <PeopleIcon />, onSelect: onPeople },
    ...(onInvite === null
      ? []
      : [{ kind: "item", label: t("controls.invite"), icon: <InviteIcon />, onSelect: onInvite } as const]),
    ...(share.canShare
      ? [
          {
            kind: "item",
            label: t(share.isOn ? "controls.stopSharing" : "controls.shareScreen"),
            icon: share.isOn ? <StopShareIcon /> : <ShareScreenIcon />,
            onSelect: () => send({ type: "share.toggled" }),
          } as const,
        ]
      : []),
    {
      kind: "item",
      label: t("controls.settings"),
      icon: <SettingsIcon />,
      onSelect: () => send({ type: "settings.opened", tab: "audio" }),
    },
    ...(layout.shape === "one-to-one"
      ? []
      : [
          {
            kind: "radios",
            label: t("controls.layout"),
            value: layout.chosen,
            options: [
              { value: "grid", label: t("controls.grid") },
              { value: "spotlight", label: t("controls.spotlight") },
            ],
            onChange: (value: string) =>
              send({ type: "layout.chosen", layout: value === "grid" ? "grid" : "spotlight" }),
          } as const,
        ]),
    ...deviceEntries("microphone", devices, send, t),
    ...deviceEntries("camera", devices, send, t),
    ...deviceEntries("speaker", devices, send, t),
  ];
  return (
    <Menu
      label={t("controls.more")}
      entries={entries}
      side="top"
      align="center"
      trigger={(props) => (
        <IconButton
          {...props}
          className={className}
          kind="control"
          size="large"
          label={t("controls.more")}
          icon={<MoreIcon />}
          hasTooltip={false}
        />
      )}
    />
  );
}
