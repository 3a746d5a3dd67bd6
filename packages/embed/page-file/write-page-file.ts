import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** The scripts that begin: the page's, the engine's worker and the worker of code nodes. */
const entries = ['aw.js', 'aw-worker.js', 'aw-sandbox-worker.js']

const importPattern = /(\bfrom\s*|\bimport\s*(?:\(\s*)?)[`"'](\.{1,2}\/[^`"']+\.js)[`"']/g

/**
 * Writes `aw-page.html`: the standalone build in one page, which runs from disk without a server or a network. Browsers
 * refuse to load modules, workers and WebAssembly from `file:`, so the page contains all files as gzip in base64, and
 * starts them from `blob:` URLs. Exported HTML files are this page with a workflow and its data.
 */
export async function writePageFile(folder: string, sources: { page: string; start: string }): Promise<void> {
  const scripts = new Map<string, string>()
  const add = async (name: string): Promise<void> => {
    if (scripts.has(name)) return
    const code = await readFile(join(folder, name), 'utf8')
    scripts.set(name, code)
    for (const [, , path] of code.matchAll(importPattern)) await add(posix.join(posix.dirname(name), path!))
  }
  for (const entry of entries) await add(entry)
  const files: Record<string, string> = {}
  for (const [name, code] of scripts) files[name] = await pack(rewriteScript(name, code))
  for (const name of await readdir(folder))
    if (name.endsWith('.wasm')) files[name] = await pack(await readFile(join(folder, name)))
  const html = sources.page
    .replace('/* start */', () => sources.start.trim())
    .replace('"files"', () => JSON.stringify(files))
  await writeFile(join(folder, 'aw-page.html'), html)
}

const pack = async (content: string | Uint8Array): Promise<string> =>
  (await promisify(gzip)(content, { level: 9 })).toString('base64')

/**
 * Replaces the references of a script to other files. Static imports become names that the page replaces by URLs, which
 * are known only there; `import()` and WebAssembly files are looked up when they are needed, because they can form
 * circles.
 */
function rewriteScript(name: string, code: string): string {
  const resolve = (path: string): string => posix.join(posix.dirname(name), path)
  return code
    .replaceAll(importPattern, (_match, prefix: string, path: string) =>
      prefix.includes('(')
        ? `${prefix}globalThis.awFiles[${JSON.stringify(resolve(path))}]`
        : `${prefix}"aw-file:${resolve(path)}"`,
    )
    .replaceAll(
      /new URL\([`"']([^`"']+\.wasm)[`"'],import\.meta\.url\)/g,
      (_match, path: string) => `new URL(globalThis.awFiles[${JSON.stringify(resolve(path))}])`,
    )
    .replaceAll('import.meta.url', JSON.stringify(`https://aw.invalid/${name}`))
}
