/**
 * Fetches what fields for code are made of before the first one is shown: for pages that are to work when the network has
 * gone. Rejects when it cannot be had; fields then try again, and are plain until they have it.
 */
export async function fetchCodeEditor(): Promise<void> {
  await import('./edit-code.ts')
}
