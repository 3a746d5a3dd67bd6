/**
 * Loads CodeMirror before the first code field is shown, for pages that must work offline. Rejects if it cannot be
 * loaded. Code fields then try again, and remain plain text areas until loading succeeds.
 *
 * @internal
 */
export async function preloadCodeEditor(): Promise<void> {
  await import('./edit-code.ts')
}
