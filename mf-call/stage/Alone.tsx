import { Button, InviteIcon, useTranslate } from "@shell/ui";
import styles from "./Stage.module.css";

/** What a person reads who is the only one here, with the way to have company. */
export function Alone({ onInvite }: { readonly onInvite: (() => void) | null }) {
  const t = useTranslate();
  return (
    <div className={styles["alone"]}>
      <p>{t("call.alone")}</p>
      {onInvite !== null && (
        <Button size="small" icon={<InviteIcon />} onClick={onInvite}>
          {t("people.invite")}
        </Button>
      )}
    </div>
  );
}
