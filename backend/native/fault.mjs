/** What a person can mend: one sentence that says what is wrong and what to do about it. Anything else thrown is a bug. */
export class SetupFault extends Error {
  name = "SetupFault";
}
