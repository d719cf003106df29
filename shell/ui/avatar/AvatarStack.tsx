import { Avatar } from "./Avatar.tsx";
import "./AvatarStack.css";

export interface Face {
  readonly id: string;
  readonly name: string;
  readonly picture?: string | null | undefined;
}

export interface AvatarStackProps {
  readonly people: readonly Face[];
  /** How many faces are shown at most. */
  readonly limit?: number | undefined;
  /** What stands beside the faces ("Alice, Bob and 3 more"); it names everybody, so the faces are silent. */
  readonly label: string;
  readonly size?: "small" | "medium" | undefined;
  readonly isLabelHidden?: boolean | undefined;
}

/** Who is there: faces that overlap a little, and a line that says the rest. */
export function AvatarStack({ people, limit = 5, label, size = "medium", isLabelHidden = false }: AvatarStackProps) {
  return (
    <span className="pl-avatar-stack">
      <span className="pl-avatar-stack__faces" aria-hidden="true">
        {people.slice(0, limit).map((person) => (
          <Avatar key={person.id} {...person} size={size} />
        ))}
      </span>
      <span className={isLabelHidden ? "pl-visually-hidden" : "pl-avatar-stack__label"}>{label}</span>
    </span>
  );
}
