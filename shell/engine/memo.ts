/** Remembers the last result of `compute` and gives the very same again while its inputs are the same. */
export function memo<Inputs extends readonly unknown[], Output>(
  compute: (...inputs: Inputs) => Output,
): (...inputs: Inputs) => Output {
  let last: { readonly inputs: Inputs; readonly output: Output } | null = null;
  return (...inputs) => {
    if (last !== null && last.inputs.every((input, index) => Object.is(input, inputs[index]))) return last.output;
    last = { inputs, output: compute(...inputs) };
    return last.output;
  };
}
