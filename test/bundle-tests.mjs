import { dirname, join, relative, resolve, sep } from 'node:path'
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

/** Returns a file's path below the root, with slashes. */
const toPath = (file) => relative(root, file).split(sep).join('/')

const workerPattern = /(?<=\bnew Worker\()new URL\('(\.[^']+)', import\.meta\.url\)/g
const workerUrlPattern = /\bimport (\w+) from '(\.[^']+)\?worker&url'/g
const testWorkerPattern = /^test\/|\/test-[^/]+$/

/** Workers that only tests start. They are bundled together: on its own, each would repeat the same thousand modules. */
const testWorkers = new Set()

/** Collects the test workers and refers to their bundles. Vite bundles the other workers as in the studio. */
const collectTestWorkers = {
  name: 'collect-test-workers',
  enforce: 'pre',
  transform: {
    filter: { code: /\bnew Worker\(new URL\(|\?worker&url/ },
    handler(code, id) {
      const collect = (path) => {
        const file = resolve(dirname(id), path)
        if (!testWorkerPattern.test(toPath(file))) return undefined
        testWorkers.add(file)
        return `'/${toPath(file)}.js'`
      }
      return code
        .replace(workerPattern, (url, path) => collect(path) ?? url)
        .replace(workerUrlPattern, (statement, name, path) => {
          const url = collect(path)
          return url ? `const ${name} = ${url}` : statement
        })
    },
  },
}

/** Modules of a host, which workers import by URL. */
const hostFiles = [join(root, 'packages/nodes/test-own-nodes.ts')]

/**
 * Bundles files (absolute paths), each to its own path below the root, with one script of their shared imports. Modules
 * run in the order of their imports, as without bundling.
 */
const bundle = (files) =>
  build({
    configFile: join(root, 'vite.config.ts'),
    root,
    // The page reads `import.meta.env.AW_TEST_LEVEL`.
    envPrefix: ['VITE_', 'AW_TEST_LEVEL'],
    mode: 'development',
    logLevel: 'warn',
    publicDir: false,
    plugins: [keepRunnerScriptsExternal, collectTestWorkers],
    worker: { rolldownOptions: { output: { strictExecutionOrder: true } } },
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      // Workers have no document, which preloading needs.
      modulePreload: false,
      cssMinify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(files.map((file) => [toPath(file), file])),
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

await bundle([...files, ...hostFiles])
if (testWorkers.size > 0) await bundle([...testWorkers])
