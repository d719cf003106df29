/** Whether a key pressed at `target` belongs to it: a field, a menu or a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable], [role="menu"], [role="dialog"], [role="listbox"], [role="slider"]',
    ) !== null
  );
}

/** Whether the space bar presses what has the keyboard, so that it cannot mean anything else. */
export function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('button, a, input, summary, [role="button"], [role="switch"], [role="tab"]') !== null
  );
}
