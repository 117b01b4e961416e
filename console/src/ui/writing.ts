/** What people are writing: it keeps the cursor, and is not thrown away unasked. */

/** Moves elements about without taking the cursor out of the field somebody writes in: moving one lets go of the focus. */
export function keepingFocus(rearrange: () => void): void {
  const held = document.activeElement;
  rearrange();
  if (held instanceof HTMLElement && held.isConnected && held !== document.activeElement) held.focus({ preventScroll: true });
}

/** Empties a field after its text was sent, unless something else was written in it meanwhile. */
export function emptied(field: HTMLInputElement, sent: string): void {
  if (field.value.trim() === sent) field.value = "";
}
