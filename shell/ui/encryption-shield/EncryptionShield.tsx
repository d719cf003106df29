import { LockIcon, ShieldIcon, ShieldOffIcon, ShieldWarnIcon } from "../icons.ts";
import { Tooltip } from "../tooltip/Tooltip.tsx";
import "./EncryptionShield.css";

export interface EncryptionShieldProps {
  /** `waiting` while keys are being exchanged, `partial` when somebody here cannot be decrypted. */
  readonly state: "encrypted" | "waiting" | "partial" | "off";
  /** Says in words what the colour says ("End-to-end encrypted"). */
  readonly label: string;
  /** A sentence more, shown when pointed at. */
  readonly detail?: string | undefined;
  readonly isLabelHidden?: boolean | undefined;
}

const icons = { encrypted: ShieldIcon, waiting: LockIcon, partial: ShieldWarnIcon, off: ShieldOffIcon };

/** Whether only the members can listen: an icon, a colour and always the words. */
export function EncryptionShield({ state, label, detail, isLabelHidden = false }: EncryptionShieldProps) {
  const Icon = icons[state];
  const shield = (
    <span
      className="pl-encryption-shield"
      data-state={state}
      {...(detail === undefined ? {} : { tabIndex: 0, role: "note", "aria-label": `${label}. ${detail}` })}
    >
      <Icon aria-hidden="true" />
      <span className={isLabelHidden ? "pl-visually-hidden" : undefined}>{label}</span>
    </span>
  );
  return detail === undefined ? shield : <Tooltip label={detail}>{shield}</Tooltip>;
}
