/**
 * Loads CodeMirror before the first code field is shown, for pages that must work offline. Rejects if it cannot be
 * loaded; fields retry the loading and are plain text areas until it succeeds.
 *
 * @internal
 */
export async function fetchCodeEditor(): Promise<void> {
  await import('./edit-code.ts')
}
