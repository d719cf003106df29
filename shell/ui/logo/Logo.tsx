import "./Logo.css";

export interface LogoProps {
  /** The name of the deployment, when the mark stands alone. */
  readonly label?: string | undefined;
  /** Side in px. */
  readonly size?: number | undefined;
}

/** The mark: two voices that answer one another. */
export function Logo({ label, size = 32 }: LogoProps) {
  const name = label === undefined ? { "aria-hidden": true as const } : { role: "img", "aria-label": label };
  return (
    <svg className="pl-logo" width={size} height={size} viewBox="0 0 32 32" {...name}>
      <path
        className="pl-logo__far"
        d="M21.5 8.2a9.9 9.9 0 0 1 8.5 9.8v9.2c0 .99-.81 1.8-1.8 1.8H20a9.95 9.95 0 0 1-7.3-3.2h1.5c5.9 0 10.6-4.8 10.6-10.6 0-2.6-1.2-5.1-3.3-7Z"
      />
      <path className="pl-logo__near" d="M12 3a10 10 0 0 1 0 20H3.8A1.8 1.8 0 0 1 2 21.2V13A10 10 0 0 1 12 3Z" />
    </svg>
  );
}
