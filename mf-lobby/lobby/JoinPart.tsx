import { useEffect, useRef, type ReactNode } from "react";
import { Button, FaultPanel, SpinnerRing, useTranslate } from "@shell/ui";
import type { Intent, JoinView, RoomView, Translate } from "@shell/contract";
import { JOIN_STEPS } from "../../machines/domain/call.ts";
import { faultDetails, faultWords } from "../fault/faultWords.ts";
import { wayOnFrom } from "../fault/wayOn.ts";
import styles from "./JoinPart.module.css";

export interface JoinPartProps {
  readonly join: JoinView;
  readonly room: RoomView | null;
  readonly send: (intent: Intent) => void;
}

/** The one large button, what it waits for, how far it got, and the way on when it did not work. */
export function JoinPart({ join, room, send }: JoinPartProps) {
  const t = useTranslate();
  if (join.status === "failed" && join.fault !== null) return <Failed join={join} send={send} />;
  if (join.status === "joining") return <Joining join={join} send={send} />;
  switch (room?.status) {
    case "knock-needed":
    case "knocking":
      return (
        <Part note={<p className={styles["note"]}>{t("lobby.askHint")}</p>}>
          <Button
            size="large"
            isFullWidth
            busy={room.status === "knocking" ? t("lobby.asking") : null}
            onClick={() => send({ type: "knock.requested" })}
            data-testid="lobby_joinCall"
          >
            {t("lobby.askToJoin")}
          </Button>
        </Part>
      );
    case "waiting":
      return (
        <Part
          note={
            <Button kind="quiet" isFullWidth onClick={() => send({ type: "home.requested" })}>
              {t("lobby.stopAsking")}
            </Button>
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
    default:
      return <Ready join={join} t={t} send={send} />;
  }
}

function Part({ children, note }: { readonly children: ReactNode; readonly note: ReactNode }) {
  return (
    <div className={styles["part"]}>
      {children}
      {note}
    </div>
  );
}

function Ready({ join, t, send }: { readonly join: JoinView; readonly t: Translate; readonly send: (intent: Intent) => void }) {
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

function Joining({ join, send }: { readonly join: JoinView; readonly send: (intent: Intent) => void }) {
  const t = useTranslate();
  const cancelRef = useRef<HTMLButtonElement>(null);
  // The pressed button is gone; the one thing left to do takes its focus.
  useEffect(() => cancelRef.current?.focus({ preventScroll: true }), []);
  const step = join.step === null ? 0 : JOIN_STEPS.indexOf(join.step) + 1;
  return (
    <Part
      note={
        <Button ref={cancelRef} kind="quiet" isFullWidth onClick={() => send({ type: "join.cancelled" })}>
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
          aria-valuemax={JOIN_STEPS.length}
          aria-valuenow={step}
          aria-valuetext={t("joining.progress", { step, count: JOIN_STEPS.length })}
        >
          {JOIN_STEPS.map((name, index) => (
            <span key={name} data-state={index + 1 < step ? "done" : index + 1 === step ? "now" : "later"} />
          ))}
        </div>
      </div>
    </Part>
  );
}

function Failed({ join, send }: { readonly join: JoinView; readonly send: (intent: Intent) => void }) {
  const t = useTranslate();
  if (join.fault === null) return null;
  const way = wayOnFrom(join.fault.code);
  const intent: Intent = way.label === "retry" ? { type: "join.requested" } : way.intent;
  return (
    <FaultPanel
      {...faultWords(join.fault, t)}
      action={{ label: t(`faultScreen.${way.label}`), onAction: () => send(intent) }}
      other={way.label === "startNew" ? undefined : { label: t("faultScreen.home"), onAction: () => send({ type: "home.requested" }) }}
      details={faultDetails(join.fault, t)}
    />
  );
}
