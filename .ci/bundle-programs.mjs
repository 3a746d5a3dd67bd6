import { rmSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'node_modules', '.aw-programs')

/** Built scripts that tests start as processes or threads. */
const scripts = [
  'packages/cli/dist/main.js',
  'server/dist/main.js',
  'server/dist/processes/run-child.js',
  'server/dist/viewing/reader-child.js',
  'server/dist/validation/validation-thread.js',
  'server/dist/web-tools/html/html-thread.js',
  'server/dist/store/database/pglite-worker.js',
  'packages/sandbox/dist/node/thread.js',
]

/** Native packages, and PGlite, which finds its files next to its script. */
const external = [/^@duckdb\//, /^@node-rs\//, /^@electric-sql\//, 'pg-native', 'tsx']

const isProjectFile = (id) => !id.split(sep).includes('node_modules')

/** Paths of modules that use their URL; a module refers to its index. */
const paths = []

/**
 * Gives each module the URL that it has without a bundle, except those that start one of the scripts: these start the
 * bundled one, which has the same path below the folder of the bundle.
 */
const keepModuleUrls = {
  name: 'keep-module-urls',
  transform(code, id) {
    if (id.startsWith('\0') || !code.includes('import.meta.url')) return undefined
    const startsScript = isProjectFile(id) && code.includes('new URL(')
    paths.push(startsScript ? join(folder, relative(root, id)) : id)
    return code.replaceAll('import.meta.url', `import.meta.url_${paths.length - 1}_`)
  },
  renderChunk(code, { fileName }) {
    const from = dirname(join(folder, fileName))
    const used = new Set(Array.from(code.matchAll(/import\.meta\.url_(\d+)_/g), ([, index]) => index))
    const declarations = [...used].map((index) => {
      const path = relative(from, paths[index]).split(sep).join('/')
      return `const moduleUrl${index} = new URL(${JSON.stringify(path)}, import.meta.url).href;\n`
    })
    return declarations.join('') + code.replaceAll(/import\.meta\.url_(\d+)_/g, 'moduleUrl$1')
  },
}

/**
 * Bundles the built scripts. A server has 1,700 modules, and loading one takes Node a millisecond of processor time, so
 * the tests, which start about a hundred processes, start bundled ones.
 */
rmSync(folder, { recursive: true, force: true })
const bundle = await rolldown({
  input: Object.fromEntries(scripts.map((script) => [script.replace(/\.js$/, ''), join(root, script)])),
  platform: 'node',
  external,
  plugins: [keepModuleUrls],
  logLevel: 'warn',
  checks: { eval: false, pluginTimings: false },
})
await bundle.write({
  dir: folder,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  strictExecutionOrder: true,
})
await bundle.close()
