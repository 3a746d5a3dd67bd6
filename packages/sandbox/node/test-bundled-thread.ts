import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

/**
 * Bundles the thread script into one file, because starting a TypeScript loader takes longer than starting the thread.
 */
export async function bundleThread(): Promise<{ script: URL; remove(): Promise<void> }> {
  const folder = fileURLToPath(new URL(`../../../node_modules/.cache/aw-sandbox-${process.pid}`, import.meta.url))
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('./thread.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: { output: { entryFileNames: 'thread.mjs' } },
    },
  })
  return {
    script: pathToFileURL(join(folder, 'thread.mjs')),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
