import { useState, type CSSProperties } from "react";
import { PersonIcon } from "../icons.ts";
import { initialsOf, tintOf } from "./tint.ts";
import "./Avatar.css";

export interface AvatarProps {
  /** The Matrix user id, or whatever else stays the same for this person: the shade comes from it. */
  readonly id: string;
  readonly name: string;
  /** The address of the picture, null when there is none; one that does not load gives way to the initials. */
  readonly picture?: string | null | undefined;
  /** `fill` is half the short side of the nearest size container, which is what a tile without video shows. */
  readonly size?: "small" | "medium" | "large" | "huge" | "fill" | undefined;
  /** Given only where the name does not stand beside it. */
  readonly label?: string | undefined;
}

/** A person's face: the picture, or the initials on the shade of the id, which is the same for everyone who looks. */
export function Avatar({ id, name, picture, size = "medium", label }: AvatarProps) {
  const [failed, setFailed] = useState<string | null>(null);
  const isPictured = typeof picture === "string" && picture !== failed;
  const initials = initialsOf(name);
  return (
    <span
      className="pl-avatar pl-tint"
      data-size={size}
      style={{ "--pl-hue": tintOf(id) } as CSSProperties}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    >
      {isPictured ? (
        <img src={picture} alt="" draggable={false} onError={() => setFailed(picture)} />
      ) : (
        <span className="pl-avatar__initials">{initials === "" ? <PersonIcon /> : initials}</span>
      )}
    </span>
  );
}
