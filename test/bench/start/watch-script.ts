import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transformWithOxc } from 'vite'

/** The text of a script that stands beside this file, its types taken away, to be run in a page as it is. */
export async function watchScript(name: 'watch-page.ts' | 'drive-studio.ts'): Promise<string> {
  const path = fileURLToPath(new URL(name, import.meta.url))
  const { code } = await transformWithOxc(await readFile(path, 'utf8'), path)
  // What is left of a file whose imports were all types.
  return code.replace(/^export\s*\{\s*\};?$/m, '')
}
