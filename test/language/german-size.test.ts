import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, runnerImport } from 'vite'
import { describe, expect, it } from 'vitest'
import { messages } from '@aw-flow/messages/de'
import { compactCatalogsPlugin } from '../../packages/embed/compact-catalogs-plugin.ts'

const packages = join(import.meta.dirname, '../../packages')

/** Bundles the German modules that an entry imports, and returns their size in bytes, minified and compressed. */
async function compressedSize(entry: string, german: RegExp): Promise<number> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      rolldownOptions: { input: join(packages, entry), preserveEntrySignatures: 'strict' },
    },
    resolve: { conditions: ['aw-source'] },
    plugins: [
      compactCatalogsPlugin,
      {
        name: 'german-only',
        resolveId: {
          order: 'pre',
          async handler(source, importer, options) {
            const resolved = await this.resolve(source, importer, { ...options, skipSelf: true })
            return resolved && !german.test(resolved.id) ? { id: resolved.id, external: true } : resolved
          },
        },
      },
    ],
  })
  const [output] = [result].flat() as { output: { type: string; code?: string; moduleIds?: string[] }[] }[]
  const [chunk] = output!.output
  expect(chunk!.code!.length).toBeGreaterThan(50_000)
  return gzipSync(chunk!.code!, { level: 9 }).length
}

describe('German', () => {
  it('adds at most 32 kB to the first load of a page: texts of the editor and of node types', async () => {
    const first = /\/(editor\/language\/(de\/|create-translation)|messages\/(de\/node-types\.|node-type-catalog\.ts))/
    expect(await compressedSize('editor/language/de/index.ts', first)).toBeLessThanOrEqual(32_000)
  })

  it('loads the messages of the engine afterwards, at most 38 kB', async () => {
    expect(await compressedSize('messages/de/index.ts', /\/messages\/de\//)).toBeLessThanOrEqual(38_000)
  })

  it('has the same messages in a build', async () => {
    const { apply, ...plugin } = compactCatalogsPlugin
    expect(apply).toBe('build')
    const { module } = await runnerImport<{ messages: typeof messages }>(join(packages, 'messages/de/index.ts'), {
      configFile: false,
      logLevel: 'error',
      plugins: [plugin],
    })
    expect(module.messages).toEqual(messages)
  })
})
