export interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly hint?: string | undefined }[];
  readonly onChange: (value: string) => void;
  /** What stands there when the value is none of the options, such as an unplugged device. */
  readonly placeholder?: string | undefined;
  readonly hint?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly testId?: string | undefined;
}
