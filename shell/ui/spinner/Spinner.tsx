import "./Spinner.css";

export interface SpinnerProps {
  /** What is being waited for, in words: a wait without a name does not exist here. */
  readonly label: string;
  /** `inline` sits in a line of text, `block` stands above its name in the middle of an empty place. */
  readonly shape?: "inline" | "block" | undefined;
}

/** A wait, always with its name beside it and told to screen readers politely. */
export function Spinner({ label, shape = "inline" }: SpinnerProps) {
  return (
    <span className="pl-spinner" data-shape={shape} role="status">
      <SpinnerRing />
      <span className="pl-spinner__label">{label}</span>
    </span>
  );
}

/** The turning ring alone, for a place whose wait is named by the text beside it. */
export function SpinnerRing() {
  return <span className="pl-spinner__ring" aria-hidden="true" />;
}
