import type { ReactNode } from "react";

export interface TabsProps<Id extends string = string> {
  /** The accessible name of the list of tabs. */
  readonly label: string;
  readonly tabs: readonly {
    readonly id: Id;
    readonly label: string;
    readonly icon?: ReactNode;
    readonly panel: ReactNode;
  }[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}
