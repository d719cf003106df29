import { Component, type ComponentType, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import type { PlatformV1, RemoteLifecycles } from "../contract/platform.ts";

/** Hands what a view threw to the shell, which puts its fallback in the remote's place. */
class FailureReport extends Component<
  { readonly element: HTMLElement; readonly children: ReactNode },
  { readonly isBroken: boolean }
> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.element.dispatchEvent(new CustomEvent("remote.failed", { detail: error }));
  }

  override render(): ReactNode {
    return this.state.isBroken ? null : this.props.children;
  }
}

/** The lifecycles of a remote whose whole view is `View`. */
export function mountReact(View: ComponentType<{ readonly platform: PlatformV1 }>): RemoteLifecycles {
  const roots = new Map<HTMLElement, Root>();
  return {
    bootstrap: async () => undefined,
    async mount({ domElement, platform }) {
      // What a view threw reaches the shell through the boundary, so React need not print it as well.
      const root = createRoot(domElement, { onCaughtError: () => undefined });
      roots.set(domElement, root);
      root.render(
        <FailureReport element={domElement}>
          <View platform={platform} />
        </FailureReport>,
      );
    },
    async unmount({ domElement }) {
      roots.get(domElement)?.unmount();
      roots.delete(domElement);
    },
  };
}
