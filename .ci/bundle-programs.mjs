import { readdirSync, rmSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { precomputePlugin } from './precompute.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Scripts that a server starts as processes or threads. */
const serverScripts = [
  'server/processes/run-child.ts',
  'server/viewing/reader-child.ts',
  'server/validation/validation-thread.ts',
  'server/web-tools/html/html-thread.js',
  'server/store/database/pglite-worker.js',
  'packages/sandbox/node/thread.ts',
]

/** Packages with programs. Each `dist` folder is complete, because the packages are also published separately. */
export const packagesWithPrograms = [
  { folder: 'server', programs: ['server/main.ts', ...serverScripts] },
  { folder: 'packages/cli', programs: ['packages/cli/main.ts', ...serverScripts] },
]

/** Packages with native code, and packages that find their files next to their scripts. */
const external = [
  /^@duckdb\/node-bindings/,
  /^@electric-sql\/pglite/,
  '@jitl/quickjs-wasmfile-release-sync',
  '@node-rs/argon2',
  'pg-native',
  'sql.js',
  'tsx',
]

/** Packages that the programs need at run time: the external ones, and those whose WebAssembly files they read. */
export const runtimePackages = [
  '@duckdb/node-bindings',
  '@electric-sql/pglite',
  '@jitl/quickjs-wasmfile-release-sync',
  '@node-rs/argon2',
  'parquet-wasm',
  'sql.js',
]

/** Entries that enable V8's compile cache, which Node 20 does not have, and load a program or say why they cannot. */
const startPrefix = '\0start:'
const startPrograms = {
  name: 'start-programs',
  resolveId(id, importer) {
    if (id.startsWith(startPrefix)) return id
    return importer?.startsWith(startPrefix) && isAbsolute(id) ? { id, moduleSideEffects: true } : undefined
  },
  load: (id) =>
    id.startsWith(startPrefix)
      ? `import module from 'node:module'
module.enableCompileCache?.()
await import(${JSON.stringify(id.slice(startPrefix.length))}).catch((cause) => {
  if (!/^E[MN]FILE$/.test(cause?.code)) throw cause
  console.error('Too few files can be open at the same time to load this program. Raise the limit, for example with: ulimit -n 1024')
  process.exit(1)
})`
      : undefined,
}

/**
 * Leaves out the translated texts of zod, two fifths of its code. The server passes the namespace of
 * zod to its OpenAPI generator, so that all of it is part of every program.
 */
const omitZodLocales = {
  name: 'omit-zod-locales',
  load: (id) =>
    id.split(sep).join('/').endsWith('/zod/v4/locales/index.js')
      ? "export { default as en } from './en.js'"
      : undefined,
}

/**
 * Gives each module of this project the URL that it would have in the `dist` folder if it were not in a chunk, so that
 * it finds scripts that it starts, and packages. A module refers to its index in `paths`.
 */
function keepModuleUrls(findPath) {
  const paths = []
  return {
    name: 'keep-module-urls',
    transform(code, id) {
      if (id.startsWith('\0') || id.split(sep).includes('node_modules') || !code.includes('import.meta.url'))
        return undefined
      paths.push(findPath(id))
      return code.replaceAll('import.meta.url', `import.meta.url_${paths.length - 1}_`)
    },
    renderChunk(code, { fileName }) {
      const used = new Set(Array.from(code.matchAll(/import\.meta\.url_(\d+)_/g), ([, index]) => index))
      const declarations = [...used].map((index) => {
        const path = relative(dirname(fileName), paths[index]).split(sep).join('/')
        return `const moduleUrl${index} = new URL(${JSON.stringify(path)}, import.meta.url).href;\n`
      })
      return declarations.join('') + code.replaceAll(/import\.meta\.url_(\d+)_/g, 'moduleUrl$1')
    },
  }
}

/** Returns the path of a module's script in the `dist` folder of a package: other packages have folders within it. */
function findScript(folder, module) {
  const path = relative(root, module).split(sep).join('/').replace(/\.ts$/, '.js')
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path.replace(/^packages\//, '')
}

function* listScripts(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && /\.js(?:\.map)?$/.test(entry.name)) yield join(entry.parentPath, entry.name)
}

/**
 * Bundles the programs of a package, and its index, from the sources. A server has 1,700 modules, and loading one takes Node a
 * millisecond of processor time. Modules that are imported dynamically are chunks, which are loaded when they are used.
 */
async function bundlePrograms({ folder, programs }) {
  const { rolldown } = await import('rolldown')
  const dist = join(root, folder, 'dist')
  const findPath = (module) => findScript(folder, module)
  const toName = (module) => findPath(join(root, module)).slice(0, -'.js'.length)
  const bundle = await rolldown({
    input: {
      index: join(root, folder, 'index.ts'),
      ...Object.fromEntries(programs.map((module) => [toName(module), startPrefix + join(root, module)])),
    },
    platform: 'node',
    resolve: { conditionNames: ['aw-source', 'node', 'default'] },
    external,
    plugins: [precomputePlugin, startPrograms, omitZodLocales, keepModuleUrls(findPath)],
    logLevel: 'warn',
    // Programs import some modules statically that the page loads later.
    checks: { eval: false, pluginTimings: false, ineffectiveDynamicImport: false },
  })
  const { output } = await bundle.write({
    dir: dist,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    strictExecutionOrder: true,
    // Node 20 parses every chunk at each start. Names stay, so that stacks can be read.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  })
  await bundle.close()
  const written = new Set(output.map(({ fileName }) => join(dist, fileName)))
  for (const file of listScripts(dist)) if (!written.has(file)) rmSync(file)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folders = process.argv.slice(2)
  for (const entry of packagesWithPrograms)
    if (folders.length === 0 || folders.includes(entry.folder)) await bundlePrograms(entry)
}
