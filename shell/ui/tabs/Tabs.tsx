import { useOverlays } from "../overlays/useOverlays.ts";
import type { TabsProps } from "./tabsProps.ts";
import "./Tabs.css";

export type { TabsProps } from "./tabsProps.ts";

/** Tabs with their panels: a column beside them where there is room, a row above them on a phone. */
export function Tabs<Id extends string>({ onChange, ...props }: TabsProps<Id>) {
  const overlays = useOverlays(true);
  if (overlays !== null) return <overlays.TabsControl {...props} onChange={(id) => onChange(id as Id)} />;
  return (
    <div className="pl-tabs" aria-busy="true">
      <div className="pl-tabs__list">
        {props.tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            className="pl-tabs__tab"
            data-active={tab.id === props.value || undefined}
            onClick={() => onChange(tab.id)}
          >
            {tab.icon}
            {tab.label}
          </button>
        ))}
      </div>
      <div className="pl-tabs__panel" />
    </div>
  );
}
