import { use, type ReactNode } from "react";
import { Button, faultDetails, FaultPanel, faultWords, SpinnerRing } from "@shell/ui";
import type { Intent, JoinView, Translate } from "@shell/contract";
import { ARRIVAL_STEPS } from "../../machines/domain/call.ts";
import type { Fault } from "../../machines/domain/fault.ts";
import { wayOnFrom } from "../fault/wayOn.ts";
import { FrameContext } from "../page/frame.ts";
import styles from "./JoinPart.module.css";

export interface StageProps {
  readonly t: Translate;
  readonly send: (intent: Intent) => void;
}

/** The call can be joined, or it is said what is still waited for. */
export function Ready({ join, t, send }: StageProps & { readonly join: JoinView }) {
  const isReady = join.status === "ready";
  return (
    <Part
      note={
        <p id="lobby-readiness" className={styles["note"]} data-ready={isReady || undefined} role="status">
          {isReady ? t("readiness.ready") : t(`readiness.${join.waitingFor ?? "unknown"}`)}
        </p>
      }
    >
      <Button
        size="large"
        kind={isReady ? "primary" : "quiet"}
        isFullWidth
        className={isReady ? undefined : styles["notYet"]}
        aria-disabled={!isReady || undefined}
        aria-describedby="lobby-readiness"
        onClick={() => isReady && send({ type: "join.requested" })}
        data-testid="lobby_joinCall"
      >
        {t("lobby.join")}
      </Button>
    </Part>
  );
}

/** On the way into the call: the step by its name, how many there are, and the way back. */
export function Joining({ join, t, send }: StageProps & { readonly join: JoinView }) {
  const step = join.step === null ? 0 : ARRIVAL_STEPS.indexOf(join.step) + 1;
  return (
    <Part
      note={
        <Button kind="quiet" isFullWidth onClick={() => send({ type: "join.cancelled" })}>
          {t("lobby.cancel")}
        </Button>
      }
    >
      <div className={styles["joining"]}>
        <p className={styles["step"]} role="status">
          {join.step === null ? t("joining.title") : t(`joining.${join.step}`)}
        </p>
        <div
          className={styles["steps"]}
          role="progressbar"
          aria-label={t("joining.title")}
          aria-valuemin={0}
          aria-valuemax={ARRIVAL_STEPS.length}
          aria-valuenow={step}
          aria-valuetext={t("joining.progress", { step, count: ARRIVAL_STEPS.length })}
        >
          {ARRIVAL_STEPS.map((name, index) => (
            <span key={name} data-state={index + 1 < step ? "done" : index + 1 === step ? "now" : "later"} />
          ))}
        </div>
      </div>
    </Part>
  );
}

interface FailedProps {
  readonly fault: Fault;
  /** Nobody has pressed "Join" yet: what is tried again is finding the way, not the joining. */
  readonly isBeforeJoining: boolean;
}

/** It did not work: why, and the way on. */
export function Failed({ fault, isBeforeJoining, t, send }: StageProps & FailedProps) {
  const { isConfined } = use(FrameContext);
  const way = wayOnFrom(fault.code, isConfined);
  const isJoiningAgain = way.kind === "retry" && !isBeforeJoining;
  const intent: Intent = isJoiningAgain ? { type: "join.requested" } : way.intent;
  return (
    <FaultPanel
      {...faultWords(fault, t)}
      action={{ label: t(way.words ?? `fault.${fault.code}.action`), onAction: () => send(intent) }}
      other={
        way.kind === "startNew" || isConfined
          ? undefined
          : { label: t("faultScreen.home"), onAction: () => send({ type: "home.requested" }) }
      }
      details={faultDetails(fault, t)}
    />
  );
}

/** Somebody in the call has to say yes first. */
export function Asking({ isSent, t, send }: StageProps & { readonly isSent: boolean }) {
  return (
    <Part note={<p className={styles["note"]}>{t("lobby.askHint")}</p>}>
      <Button
        size="large"
        isFullWidth
        busy={isSent ? t("lobby.asking") : null}
        onClick={() => send({ type: "knock.requested" })}
        data-testid="lobby_joinCall"
      >
        {t("lobby.askToJoin")}
      </Button>
    </Part>
  );
}

/** Asked, and not answered yet. */
export function Asked({ t, send }: StageProps) {
  const { isConfined } = use(FrameContext);
  return (
    <Part
      note={
        !isConfined && (
          <Button kind="quiet" isFullWidth onClick={() => send({ type: "home.requested" })}>
            {t("lobby.stopAsking")}
          </Button>
        )
      }
    >
      <p className={styles["waiting"]} role="status">
        <SpinnerRing />
        <span>
          {t("lobby.waitingForAnswer")}
          <span className={styles["hint"]}>{t("lobby.waitingForAnswerHint")}</span>
        </span>
      </p>
    </Part>
  );
}

function Part({ children, note }: { readonly children: ReactNode; readonly note: ReactNode }) {
  return (
    <div className={styles["part"]}>
      {children}
      {note}
    </div>
  );
}
