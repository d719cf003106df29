/** Ends an exhaustive `switch`: a new case does not compile until it is answered. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
