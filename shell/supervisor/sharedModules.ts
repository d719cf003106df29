// What the shell brings for every remote, imported here so that it is in the shell whether or not the shell uses it itself.
// The list is that of `shared` in `webpack.config.ts`.
import "react";
import "react/jsx-runtime";
import "react-dom";
import "react-dom/client";
import "xstate";
import "@shell/ui";

/** What the shell only brings when a remote asks for it. */
export const broughtOnDemand = () => import("@xstate/react");
