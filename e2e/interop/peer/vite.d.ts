declare module "*?worker" {
  const StartedWorker: new () => Worker;
  export default StartedWorker;
}
