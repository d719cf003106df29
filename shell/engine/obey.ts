interface Emitter<Command extends { readonly type: string }> {
  on(type: "*", listener: (command: Command) => void): { unsubscribe(): void };
}

/** One handler for each command; a command without one does not compile. */
export type Handlers<Command extends { readonly type: string }> = {
  readonly [Type in Command["type"]]: (command: Extract<Command, { readonly type: Type }>) => void;
};

/** Carries out what a machine orders, for as long as it runs. */
export function obey<Command extends { readonly type: string }>(
  actor: Emitter<Command>,
  handlers: Handlers<Command>,
): void {
  actor.on("*", (command) => {
    const handle = handlers[command.type as Command["type"]] as (command: Command) => void;
    handle(command);
  });
}
