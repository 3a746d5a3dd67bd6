import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig, type Plugin } from 'vite'
import shared from '../../vite.config.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The names under which the files ship: fixed, so that hosts can preload, cache and list them in a policy. */
const nameOf: Record<string, string> = {
  'worker.js': 'aw-worker.js',
  'emscripten-module.wasm': 'quickjs.wasm',
}

/** The wasm files keep their names; the library of Parquet names its own too, which is the same file. */
const assetFileNames = ({ names }: { names: readonly string[] }): string => nameOf[names[0] ?? ''] ?? '[name][extname]'

/** The engine's worker, and the one in which code nodes run. */
const workerName = ({ name }: { name: string }): string => (name === 'worker' ? 'aw-worker.js' : `aw-${name}.js`)

const declarations: Plugin = {
  name: 'aw-declarations',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'aw.d.ts', source: readFileSync(here('aw.d.ts'), 'utf8') })
  },
}

/** Rolldown writes a chunk of apache-arrow's that nothing imports; it does not ship. */
const withoutUnreached: Plugin = {
  name: 'aw-without-unreached',
  generateBundle(_, bundle) {
    const reached = new Set<string>()
    const reach = (fileName: string): void => {
      const output = bundle[fileName]
      if (reached.has(fileName) || output?.type !== 'chunk') return
      reached.add(fileName)
      for (const name of [...output.imports, ...output.dynamicImports]) reach(name)
    }
    for (const [fileName, output] of Object.entries(bundle)) {
      if (output.type === 'chunk' && (output.isEntry || output.isDynamicEntry)) reach(fileName)
    }
    for (const [fileName, output] of Object.entries(bundle)) {
      if (output.type === 'chunk' && !reached.has(fileName)) delete bundle[fileName]
    }
  },
}

/**
 * Builds `dist/aw.js` with `aw-worker.js`, the wasm files and the folder `aw-readers` beside it: files that find each
 * other by `import.meta.url` on any static server, without a bundler. An app build with a module as its input: a library build
 * would take the worker and the wasm into the script as `data:` addresses, which the policy refuses.
 */
export default mergeConfig(
  shared,
  defineConfig({
    root: here('.'),
    base: './',
    publicDir: false,
    plugins: [declarations],
    worker: {
      plugins: () => [withoutUnreached],
      rolldownOptions: {
        output: { entryFileNames: workerName, chunkFileNames: 'aw-readers/[name].js', assetFileNames },
      },
    },
    build: {
      outDir: here('dist'),
      emptyOutDir: false,
      copyPublicDir: false,
      sourcemap: false,
      // One module script and one worker are what a host wants to serve.
      chunkSizeWarningLimit: 2_500,
      rolldownOptions: {
        input: { aw: here('index.ts') },
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          assetFileNames,
          codeSplitting: false,
        },
      },
    },
  }),
)
