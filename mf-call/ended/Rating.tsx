import type { Intent } from "@shell/contract";
import { FaceBadIcon, FaceGoodIcon, FaceGreatIcon, FaceNeutralIcon, FacePoorIcon, useTranslate } from "@shell/ui";
import styles from "./Ended.module.css";

const faces = [
  { stars: 1, key: "ended.bad", Icon: FaceBadIcon },
  { stars: 2, key: "ended.poor", Icon: FacePoorIcon },
  { stars: 3, key: "ended.fair", Icon: FaceNeutralIcon },
  { stars: 4, key: "ended.good", Icon: FaceGoodIcon },
  { stars: 5, key: "ended.great", Icon: FaceGreatIcon },
] as const;

export interface RatingProps {
  readonly rating: number | null;
  readonly send: (intent: Intent) => void;
}

/** How it went, in five faces. */
export function Rating({ rating, send }: RatingProps) {
  const t = useTranslate();
  return (
    <div className={styles["rating"]}>
      <div className={styles["faces"]} role="group" aria-label={t("ended.rating")}>
        {faces.map(({ stars, key, Icon }) => (
          <button
            key={stars}
            type="button"
            className={styles["face"]}
            aria-pressed={rating === stars}
            onClick={() => send({ type: "rating.given", stars })}
          >
            <Icon aria-hidden="true" />
            <span>{t(key)}</span>
          </button>
        ))}
      </div>
      <p className={styles["thanks"]} role="status">
        {rating === null ? "" : t("ended.thanks")}
      </p>
    </div>
  );
}
