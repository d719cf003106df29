export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly step?: number | undefined;
  /** The value in words ("60 %"), shown beside the label and read out. */
  readonly valueText: string;
  readonly isDisabled?: boolean | undefined;
}
