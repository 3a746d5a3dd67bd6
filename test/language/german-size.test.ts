import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, it } from 'vitest'
import { compactCatalogsPlugin } from '../../compact-catalogs-plugin.ts'

const entry = join(import.meta.dirname, '../../packages/editor/language/german.ts')
const isGerman = (path: string): boolean =>
  /\/(editor\/language\/german(\/|\.ts)|messages\/(german\/|node-type-catalog\.ts))/.test(path)

it('adds at most 71 kB to a page: texts, messages and node types, minified and compressed', async () => {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: true, rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' } },
    resolve: { conditions: ['aw-source'] },
    plugins: [
      compactCatalogsPlugin,
      {
        name: 'german-only',
        resolveId: {
          order: 'pre',
          async handler(source, importer, options) {
            const resolved = await this.resolve(source, importer, { ...options, skipSelf: true })
            return resolved && !isGerman(resolved.id) ? { id: resolved.id, external: true } : resolved
          },
        },
      },
    ],
  })
  const [output] = [result].flat() as { output: { type: string; code?: string; moduleIds?: string[] }[] }[]
  const [chunk] = output!.output
  expect(chunk!.moduleIds!.length).toBeGreaterThan(10)
  expect(gzipSync(chunk!.code!, { level: 9 }).length).toBeLessThanOrEqual(71_000)
})
