/**
 * Loads CodeMirror before the first code field is shown, for pages that must work offline. Rejects if it cannot be
 * loaded; fields try again and are plain until then.
 *
 * @internal
 */
export async function fetchCodeEditor(): Promise<void> {
  await import('./edit-code.ts')
}
