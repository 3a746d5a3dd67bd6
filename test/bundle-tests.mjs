import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { isRunnerPath } from './bundled-tests.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [folder, ...files] = process.argv.slice(2)

const keepRunnerScriptsExternal = {
  name: 'keep-runner-scripts-external',
  enforce: 'pre',
  resolveId: (id) => (isRunnerPath(id) ? { id, external: 'absolute' } : undefined),
}

/** Modules of a host, which workers import by URL. */
const hostFiles = [join(root, 'packages/nodes/test-own-nodes.ts')]

/**
 * Bundles test files (absolute paths), each to its own path below the root, with one script of their shared imports.
 * Modules run in the order of their imports, as without bundling.
 */
await build({
  configFile: join(root, 'vite.config.ts'),
  root,
  // The page reads `import.meta.env.AW_TEST_LEVEL`.
  envPrefix: ['VITE_', 'AW_TEST_LEVEL'],
  mode: 'development',
  logLevel: 'warn',
  publicDir: false,
  plugins: [keepRunnerScriptsExternal],
  worker: { rolldownOptions: { output: { strictExecutionOrder: true } } },
  build: {
    outDir: folder,
    emptyOutDir: false,
    minify: false,
    cssMinify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: Object.fromEntries(
        [...files, ...hostFiles].map((file) => [relative(root, file).split(sep).join('/'), file]),
      ),
      preserveEntrySignatures: 'exports-only',
      output: {
        entryFileNames: '[name].js',
        // Keep their names, since a dataset gets its name from its URL.
        assetFileNames: 'assets/[hash]/[name][extname]',
        strictExecutionOrder: true,
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
      },
    },
  },
})
