import type { ReactNode } from "react";

/** One line of a menu, or a group of lines of which one is chosen. */
export type MenuEntry =
  | {
      readonly kind: "item";
      readonly label: string;
      readonly onSelect: () => void;
      readonly icon?: ReactNode;
      /** A second, fainter line. */
      readonly hint?: string | undefined;
      readonly isDanger?: boolean | undefined;
      readonly isDisabled?: boolean | undefined;
      /** `data-testid` of the line. */
      readonly testId?: string | undefined;
    }
  | {
      readonly kind: "check";
      readonly label: string;
      readonly isOn: boolean;
      readonly onChange: (isOn: boolean) => void;
    }
  | {
      readonly kind: "radios";
      readonly label: string;
      readonly value: string;
      readonly options: readonly {
        readonly value: string;
        readonly label: string;
        readonly hint?: string | undefined;
      }[];
      readonly onChange: (value: string) => void;
    }
  | { readonly kind: "separator" };

/** What a menu's own button has to carry; spread it on one. */
export interface MenuTriggerProps {
  readonly ref: (element: HTMLButtonElement | null) => void;
  readonly onClick: () => void;
  readonly onPointerEnter: () => void;
  readonly onFocus: () => void;
  readonly "aria-haspopup": "menu";
  readonly "aria-expanded": boolean;
}
