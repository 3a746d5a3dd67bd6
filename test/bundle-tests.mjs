import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { isRunners } from './bundled-tests.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [folder, ...files] = process.argv.slice(2)

const leaveRunnersScripts = {
  name: 'leave-runners-scripts',
  enforce: 'pre',
  resolveId: (id) => (isRunners(id) ? { id, external: 'absolute' } : undefined),
}

/** Modules of a host, which a worker imports by their address. */
const hostFiles = [join(root, 'packages/nodes/test-own-nodes.ts')]

/**
 * Bundles test files (absolute paths), each to its own address below the root, over one script of what several of them
 * import. Modules run where and in the order that their imports say, as they would one by one.
 */
await build({
  configFile: join(root, 'vite.config.ts'),
  root,
  // The page reads `import.meta.env.AW_TEST_LEVEL`.
  envPrefix: ['VITE_', 'AW_TEST_LEVEL'],
  mode: 'development',
  logLevel: 'warn',
  publicDir: false,
  plugins: [leaveRunnersScripts],
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
        // Under their own names, which a dataset has from its address.
        assetFileNames: 'assets/[hash]/[name][extname]',
        strictExecutionOrder: true,
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
      },
    },
  },
})
