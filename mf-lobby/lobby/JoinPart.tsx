import { useEffect, useRef } from "react";
import { useTranslate } from "@shell/ui";
import type { Intent, JoinView, RoomView } from "@shell/contract";
import { Asked, Asking, Failed, Joining, Ready } from "./joinStages.tsx";

export interface JoinPartProps {
  readonly join: JoinView;
  readonly room: RoomView | null;
  readonly send: (intent: Intent) => void;
}

/** The one large button, what it waits for, how far it got, and the way on when it did not work. */
export function JoinPart({ join, room, send }: JoinPartProps) {
  const t = useTranslate();
  const ref = useRef<HTMLDivElement>(null);
  const stage = stageOf(join, room);
  const lastStage = useRef(stage);
  useEffect(() => {
    const hasChanged = lastStage.current !== stage;
    lastStage.current = stage;
    // The pressed button went with its stage; the first one of the next stage takes its focus.
    if (hasChanged && document.activeElement === document.body)
      ref.current?.querySelector("button")?.focus({ preventScroll: true });
  }, [stage]);
  return (
    <div ref={ref}>
      {stage === "failed" && join.fault !== null && (
        <Failed fault={join.fault} isBeforeJoining={join.step === null} t={t} send={send} />
      )}
      {stage === "joining" && <Joining join={join} t={t} send={send} />}
      {stage === "asking" && <Asking isSent={room?.status === "knocking"} t={t} send={send} />}
      {stage === "asked" && <Asked t={t} send={send} />}
      {stage === "ready" && <Ready join={join} t={t} send={send} />}
    </div>
  );
}

function stageOf(join: JoinView, room: RoomView | null): "failed" | "joining" | "asking" | "asked" | "ready" {
  if (join.status === "failed" && join.fault !== null) return "failed";
  if (join.status === "joining") return "joining";
  if (room?.status === "waiting") return "asked";
  return room?.status === "knock-needed" || room?.status === "knocking" ? "asking" : "ready";
}
