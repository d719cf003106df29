import type { ReactNode } from "react";

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string | undefined;
  readonly children?: ReactNode;
  /** The buttons at the end, the one to press last. */
  readonly actions?: ReactNode;
  readonly closeLabel: string;
  /** `wide` for settings; a phone shows either as a sheet. */
  readonly size?: "narrow" | "wide" | undefined;
  readonly isTitleHidden?: boolean | undefined;
  /** `data-testid` of the frame. */
  readonly testId?: string | undefined;
}
