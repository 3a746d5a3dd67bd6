import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transformWithOxc } from 'vite'

/** Returns the text of a script in this folder without its types, to run in a page. */
export async function readPageScript(name: 'watch-page.ts' | 'drive-studio.ts'): Promise<string> {
  const path = fileURLToPath(new URL(name, import.meta.url))
  const { code } = await transformWithOxc(await readFile(path, 'utf8'), path)
  // Removes the empty export that remains of type imports.
  return code.replace(/^export\s*\{\s*\};?$/m, '')
}
