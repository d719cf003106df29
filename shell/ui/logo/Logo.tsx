import "./Logo.css";

export interface LogoProps {
  /** The name of the deployment, when the mark stands alone. */
  readonly label?: string | undefined;
  /** Side in px. */
  readonly size?: number | undefined;
}

/** The mark: two who face one another, and what they share between them. */
export function Logo({ label, size = 32 }: LogoProps) {
  const name = label === undefined ? { "aria-hidden": true as const } : { role: "img", "aria-label": label };
  return (
    <svg className="pl-logo" width={size} height={size} viewBox="0 0 32 32" {...name}>
      <path className="pl-logo__near" d="M12 4a9 9 0 0 0-9 9v13.2a1.8 1.8 0 0 0 2.9 1.43L9.7 24H12a10 10 0 0 0 0-20Z" />
      <path className="pl-logo__far" d="M20 8a10 10 0 0 0 0 20h2.3l2.8 2.1A1.8 1.8 0 0 0 29 28.7V17a9 9 0 0 0-9-9Z" />
    </svg>
  );
}
