import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig, type Plugin } from 'vite'
import shared from '../../vite.config.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The names under which the three files ship: fixed, so that hosts can preload, cache and list them in a policy. */
const nameOf: Record<string, string> = { 'worker.js': 'aw-worker.js', 'duckdb-eh.wasm': 'duckdb-eh.wasm' }

const declarations: Plugin = {
  name: 'aw-declarations',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'aw.d.ts', source: readFileSync(here('aw.d.ts'), 'utf8') })
  },
}

/**
 * Builds `dist/aw.js` with `aw-worker.js` and `duckdb-eh.wasm` beside it: three files that find each other by
 * `import.meta.url` on any static server, without a bundler. An app build with a module as its input: a library build
 * would take the worker and the wasm into the script as `data:` addresses, which the policy refuses.
 */
export default mergeConfig(
  shared,
  defineConfig({
    root: here('.'),
    base: './',
    publicDir: false,
    plugins: [declarations],
    worker: { rolldownOptions: { output: { entryFileNames: 'aw-worker.js' } } },
    build: {
      outDir: here('dist'),
      emptyOutDir: false,
      copyPublicDir: false,
      sourcemap: false,
      rolldownOptions: {
        input: { aw: here('index.ts') },
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          assetFileNames: ({ names }) => nameOf[names[0] ?? ''] ?? '[name][extname]',
          codeSplitting: false,
        },
      },
    },
  }),
)
