export { mountReact } from "./mountReact.tsx";
