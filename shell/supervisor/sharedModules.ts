// What the shell brings for every remote, imported here so that it is in the shell whether or not the shell uses it itself.
// The list is that of `shared` in `webpack.config.ts`.
import "react";
import "react/jsx-runtime";
import "react-dom";
import "react-dom/client";
import "xstate";
import "@xstate/react";
import "@shell/ui";
