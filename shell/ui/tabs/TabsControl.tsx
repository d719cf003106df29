import { Tabs } from "@base-ui/react/tabs";
import { useEffect, useState } from "react";
import { OverlayFrame } from "../overlays/OverlayFrame.tsx";
import type { TabsProps } from "./tabsProps.ts";

/** The tabs themselves. Only the chosen panel is in the page, so a preview in another one does not run. */
export function TabsControl({ label, tabs, value, onChange }: TabsProps) {
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const orientation = matchMedia("(max-width: 599px)").matches ? "horizontal" : "vertical";
  useEffect(() => {
    root?.querySelector('[role="tab"][aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [root, value]);
  return (
    <OverlayFrame near={root}>
      <Tabs.Root
        ref={setRoot}
        className="pl-tabs"
        value={value}
        onValueChange={(id) => onChange(String(id))}
        orientation={orientation}
      >
        <Tabs.List className="pl-tabs__list" aria-label={label} activateOnFocus>
          {tabs.map((tab) => (
            <Tabs.Tab key={tab.id} value={tab.id} className="pl-tabs__tab">
              {tab.icon}
              {tab.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((tab) => (
          <Tabs.Panel key={tab.id} value={tab.id} className="pl-tabs__panel">
            {tab.panel}
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </OverlayFrame>
  );
}
