import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const bench = fileURLToPath(new URL('..', import.meta.url))
const config = fileURLToPath(new URL('../../../vite.config.ts', import.meta.url))

/**
 * Builds pages for production, because a peer's development build is slower than its published one.
 *
 * @param pages Paths of HTML files relative to `test/bench`. The output has the same paths.
 * @returns The output folder, which the caller must remove.
 */
export async function buildPages(pages: readonly string[]): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'aw-bench-pages-'))
  await build({
    configFile: config,
    root: bench,
    base: '/',
    mode: 'production',
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      chunkSizeWarningLimit: Infinity,
      rolldownOptions: { input: pages.map((page) => join(bench, page)) },
    },
  })
  return outDir
}
