import { useMemo } from "react";
import type { CallView } from "@shell/contract";
import { Button, CloseIcon, Dialog, IconButton, InviteIcon, useTranslate } from "@shell/ui";
import { PeopleList } from "./PeopleList.tsx";
import { SafetyCode } from "./SafetyCode.tsx";
import { useMediaQuery } from "./useMediaQuery.ts";
import styles from "./People.module.css";

export interface PeoplePanelProps {
  readonly call: CallView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onInvite: (() => void) | null;
}

/** Who is here: a panel beside the stage, a sheet where there is no room beside it. */
export function PeoplePanel({ call, isOpen, onClose, onInvite }: PeoplePanelProps) {
  const t = useTranslate();
  const isSheet = useMediaQuery("(max-width: 799px)");
  const { people, tiles, safetyCode } = call;
  const userIds = useMemo(() => new Map(tiles.map(({ memberId, userId }) => [memberId, userId])), [tiles]);
  const title = t("call.people", { count: people.length });
  const invite = onInvite !== null && (
    <Button kind="quiet" isFullWidth icon={<InviteIcon />} onClick={onInvite}>
      {t("people.invite")}
    </Button>
  );
  const content = (
    <>
      <PeopleList people={people} userIds={userIds} />
      {safetyCode !== null && people.length > 1 && <SafetyCode code={safetyCode} />}
    </>
  );
  if (isSheet) {
    return (
      <Dialog isOpen={isOpen} onClose={onClose} title={title} closeLabel={t("people.close")} actions={invite}>
        {content}
      </Dialog>
    );
  }
  if (!isOpen) return null;
  return (
    <aside className={styles["panel"]} aria-label={t("controls.people")}>
      <header className={styles["header"]}>
        <h2 className={styles["title"]}>{title}</h2>
        <IconButton label={t("people.close")} icon={<CloseIcon />} hasTooltip={false} onClick={onClose} />
      </header>
      <div className={styles["body"]} tabIndex={0} role="region" aria-label={title}>
        {content}
      </div>
      {invite !== false && <div className={styles["footer"]}>{invite}</div>}
    </aside>
  );
}
