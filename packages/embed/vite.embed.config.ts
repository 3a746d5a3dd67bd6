import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, defineConfig, mergeConfig, type Plugin, type UserConfig } from 'vite'
import shared from '../../vite.config.ts'
import { writeIntegrityList } from './write-integrity-list.ts'
import { writePageFile } from './page-file/write-page-file.ts'
import { makeManifest } from './manifest/make-manifest.ts'
import { generateReactModule } from './manifest/write-types.ts'

const resolvePath = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Published file names. They are fixed, so that hosts can preload and cache the files and list them in a policy. */
const publishedNames: Record<string, string> = {
  'worker.js': 'aw-worker.js',
  'emscripten-module.wasm': 'quickjs.wasm',
}

/** Names of files that are not part of the first load, keyed by chunk name. */
const chunkNames: Record<string, string> = {
  'deferred-elements': 'aw-later.js',
  'on-demand-elements': 'aw-on-demand.js',
  'built-in-types': 'aw-node-types.js',
  'server-connection': 'aw-server.js',
  'parse-yaml': 'aw-yaml.js',
}

/** Returns the file name of a chunk. The names of all chunks in the standalone build start with `aw-`. */
const toChunkFileName = ({ name }: { name: string }): string =>
  chunkNames[name] ?? `${name.startsWith('aw-') ? '' : 'aw-'}${name}.js`

/**
 * Returns the file name of an asset. WebAssembly files keep their names. The Parquet library also refers to its
 * WebAssembly file, so both references must result in the same file.
 */
const toAssetFileName = ({ names }: { names: readonly string[] }): string =>
  publishedNames[names[0] ?? ''] ?? '[name][extname]'

/** Returns the file name of a worker: the engine's worker, or the worker for code nodes. */
const toWorkerFileName = ({ name }: { name: string }): string => (name === 'worker' ? 'aw-worker.js' : `aw-${name}.js`)

let manifest: ReturnType<typeof makeManifest> | undefined
const getManifest = (): ReturnType<typeof makeManifest> => (manifest ??= makeManifest())

/** Writes the custom elements manifest. `.ci/declarations.mjs` writes the type declarations. */
const writeElementManifest: Plugin = {
  name: 'aw-element-manifest',
  generateBundle() {
    const source = `${JSON.stringify(getManifest(), null, 1)}\n`
    this.emitFile({ type: 'asset', fileName: 'custom-elements.json', source })
  },
}

/** Builds the React components, which are generated from the manifest. The host provides React and `aw.js`. */
const reactWrappersPlugin = (): Plugin => {
  let outDir = ''
  const entry = 'virtual:aw-react'
  return {
    name: 'aw-react',
    configResolved: (config) => {
      outDir = config.build.outDir
    },
    async closeBundle() {
      const module: Plugin = {
        name: 'aw-react-module',
        resolveId: (id) => (id === entry ? `\0${entry}` : undefined),
        load: (id) => (id === `\0${entry}` ? generateReactModule(getManifest()) : undefined),
      }
      await build({
        configFile: false,
        logLevel: 'warn',
        root: resolvePath('.'),
        publicDir: false,
        plugins: [module],
        build: {
          outDir,
          emptyOutDir: false,
          modulePreload: false,
          target: 'es2022',
          rolldownOptions: {
            input: { react: entry },
            external: ['react', '@aw-flow/embed'],
            checks: { pluginTimings: false },
            preserveEntrySignatures: 'strict',
            // The components listen for events, which React server components cannot do.
            output: { format: 'es', entryFileNames: '[name].js', banner: "'use client'" },
          },
        },
      })
    },
  }
}

/** Removes chunks that no other chunk imports. Rolldown writes such a chunk for apache-arrow. */
const removeUnreachableChunks: Plugin = {
  name: 'aw-remove-unreachable-chunks',
  generateBundle(_, bundle) {
    const reachableFiles = new Set<string>()
    const visit = (fileName: string): void => {
      const output = bundle[fileName]
      if (reachableFiles.has(fileName) || output?.type !== 'chunk') return
      reachableFiles.add(fileName)
      for (const name of [...output.imports, ...output.dynamicImports]) visit(name)
    }
    for (const [fileName, output] of Object.entries(bundle)) {
      if (output.type === 'chunk' && (output.isEntry || output.isDynamicEntry)) visit(fileName)
    }
    for (const [fileName, output] of Object.entries(bundle)) {
      if (output.type === 'chunk' && !reachableFiles.has(fileName)) delete bundle[fileName]
    }
  },
}

/** Builds additional files after the main build, into the same folder and with the same options. */
const buildAdditional = (options: UserConfig): Promise<unknown> =>
  build(
    mergeConfig(
      mergeConfig(shared, {
        configFile: false,
        logLevel: 'warn',
        root: resolvePath('.'),
        base: './',
        publicDir: false,
        define,
        build: { emptyOutDir: false, modulePreload: false },
      }),
      options,
    ),
  )

/**
 * Builds the charts, the graph view and the code editor as separate files in the folder `aw-views`. They are loaded on
 * first use. They need a separate build: if they were built together with `aw.js`, they would import `aw.js` or share a
 * chunk with it, which would then be executed or awaited twice.
 */
const viewsPlugin = (): Plugin => {
  let outDir = ''
  return {
    name: 'aw-views',
    enforce: 'pre',
    configResolved: (config) => {
      outDir = config.build.outDir
    },
    resolveId(id) {
      const [, name] = /^\.\/(draw-(?:plot|graph)|edit-code)\.ts$/.exec(id) ?? []
      return name === undefined ? undefined : { id: `./aw-views/${name}.js`, external: 'absolute' }
    },
    async closeBundle() {
      await buildAdditional({
        build: {
          outDir,
          rolldownOptions: {
            input: {
              'draw-plot': resolvePath('../editor/views/chart/draw-plot.ts'),
              'draw-graph': resolvePath('../editor/views/graph/draw-graph.ts'),
              'edit-code': resolvePath('../editor/forms/code/edit-code.ts'),
            },
            preserveEntrySignatures: 'strict',
            output: { format: 'es', entryFileNames: 'aw-views/[name].js', chunkFileNames: 'aw-views/[name].js' },
          },
        },
      })
    },
  }
}

/**
 * Replaces Node.js globals that libraries check for. The files run only in browsers, and a bundler such as Parcel would
 * add a polyfill for each of these globals.
 */
const define = { process: 'undefined', Buffer: 'undefined' }

/**
 * Prepares the scripts to be bundled by the host. Bundlers would copy a worker script that they find in `new URL`, but
 * not its imports. Therefore, this plugin hides the URLs from bundlers, and the entry point for bundlers refers to the
 * files in a supported form. Vite's helper for dynamic imports is renamed, because the host's Vite bundle declares the
 * same helper.
 */
const prepareForBundlers: Plugin = {
  name: 'aw-prepare-for-bundlers',
  generateBundle(_, bundle) {
    for (const output of Object.values(bundle)) {
      if (output.type !== 'chunk') continue
      output.code = output.code
        .replaceAll('__vitePreload', '__awImport')
        // DuckDB's script uses these names after a check for Node.js. webpack replaces the check but not the names.
        .replaceAll(/\b__(?:filename|dirname)\b/g, 'undefined')
        // Emscripten resolves the URL of its WebAssembly file twice. In Turbopack, the base is a path on the build
        // machine.
        .replaceAll(/new URL\((new URL\(`[^`]+`,import\.meta\.url\)\.href),``\+import\.meta\.url\)\.href/g, '$1')
        .replaceAll(
          /new URL\(([`"'][^`"']*(?:aw-(?:sandbox-)?worker\.js|duckdb-eh\.wasm|parquet_wasm_bg\.wasm|sql-wasm-browser\.wasm)[`"']),import\.meta\.url\)/g,
          '((base)=>new URL($1,base))(import.meta.url)',
        )
    }
  },
}

/**
 * Replaces direct calls of `eval` in litegraph.js with indirect calls, because a direct call prevents minifiers from
 * renaming anything in the file. The functions that contain these calls are never called.
 */
const removeDirectEval: Plugin = {
  name: 'aw-without-direct-eval',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('litegraph.core.js') ? code.replaceAll(/(?<![\w.])eval\(/g, '(0, eval)(') : undefined,
}

/**
 * Removes the computation of a base URL from `location` in the JSON Schema validator, because it throws in a worker
 * with a `blob:` URL. Workflow schemas do not contain relative references, so any base URL works.
 */
const removeLocationBase: Plugin = {
  name: 'aw-without-location-base',
  enforce: 'pre',
  transform: (code, id) =>
    /@cfworker\/json-schema\/.*\/dereference\.js$/.test(id)
      ? code.replace(/typeof self !== 'undefined'[^;]*?\?[^;]*?:/, '')
      : undefined,
}

/** Removes the files of earlier builds, except the declarations written by `tsc`. */
const emptyFolderPlugin = (): Plugin => {
  let outDir = ''
  return {
    name: 'aw-empty-folder',
    configResolved: (config) => {
      outDir = config.build.outDir
    },
    buildStart() {
      if (!existsSync(outDir)) return
      for (const name of readdirSync(outDir)) if (name !== 'types') rmSync(join(outDir, name), { recursive: true })
    },
  }
}

/**
 * Writes `integrity.json`, which lists files and their hashes for Subresource Integrity. Pages need it if they load the
 * files from another origin.
 */
const createIntegrityPlugin = (): Plugin => {
  let outDir = ''
  return {
    name: 'aw-integrity',
    configResolved: (config) => {
      outDir = config.build.outDir
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        await writeIntegrityList(outDir)
      },
    },
  }
}

/** Writes `aw-page.html`, the standalone build in one page, from which HTML files are exported. */
const createPagePlugin = (): Plugin => {
  let outDir = ''
  return {
    name: 'aw-page-file',
    configResolved: (config) => {
      outDir = config.build.outDir
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: () =>
        writePageFile(outDir, {
          page: readFileSync(resolvePath('page-file/page.html'), 'utf8'),
          start: readFileSync(resolvePath('page-file/start.js'), 'utf8'),
        }),
    },
  }
}

/** Copies the entry points for bundlers and Node.js, and the function that copies assets, without changes. */
const copyBundlerEntries: Plugin = {
  name: 'aw-bundler-entries',
  generateBundle() {
    for (const fileName of readdirSync(resolvePath('bundlers')))
      this.emitFile({ type: 'asset', fileName, source: readFileSync(resolvePath(`bundlers/${fileName}`), 'utf8') })
  },
}

/**
 * Packages that the build for bundlers imports instead of including, so that a page has a single copy of each. They are
 * the `dependencies` of this package.
 */
const sharedPackages = /^(?:lit(?:\/|$)|@lit\/|@codemirror\/|@lezer\/)/

/**
 * Omits the URLs of workers and WebAssembly files. `bundlers/assets.js` sets them in a form that bundlers recognize.
 */
const useBundlerAssets: Plugin = {
  name: 'aw-bundler-assets',
  enforce: 'pre',
  resolveId: (id) => (/\?(?:worker&)?url$/.test(id) ? '\0aw-no-url' : undefined),
  load: (id) => (id === '\0aw-no-url' ? "export default ''" : undefined),
}

/**
 * Creates the build for bundlers in the folder `modules`. It contains the scripts of the page with bare imports of lit
 * and CodeMirror. It shares the workers and WebAssembly files of the standalone build.
 */
const modulesPlugin = (): Plugin => {
  let outDir = ''
  return {
    name: 'aw-modules',
    configResolved: (config) => {
      outDir = config.build.outDir
    },
    async closeBundle() {
      await buildAdditional({
        plugins: [removeDirectEval, removeJsonSchemas, compactTemplates, useBundlerAssets, prepareForBundlers],
        build: {
          outDir: join(outDir, 'modules'),
          emptyOutDir: true,
          rolldownOptions: {
            input: { aw: resolvePath('index.ts') },
            external: sharedPackages,
            preserveEntrySignatures: 'strict',
            treeshake,
            output: {
              format: 'es',
              entryFileNames: '[name].js',
              chunkFileNames: '[name].js',
              codeSplitting: {
                groups: [
                  { name: 'base', test: sharedWithCatalogs, priority: 2 },
                  { name: 'messages', test: messageCatalogs, priority: 1 },
                  { name: 'messages-de', test: /packages\/messages\/de\/(?!node-types)/, priority: 1 },
                ],
              },
            },
          },
        },
      })
    },
  }
}

/**
 * Excludes zod's JSON Schema conversion (about 8 kB compressed) from the page's script, because only the worker
 * converts schemas. zod attaches the conversion to every schema, so bundlers would otherwise include it.
 */
const removeJsonSchemas: Plugin = {
  name: 'aw-without-json-schemas',
  enforce: 'pre',
  load(id) {
    if (!/zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/.test(id)) return undefined
    const names = [...readFileSync(id, 'utf8').matchAll(/^export (?:const|function) (\w+)/gm)].map((match) => match[1]!)
    return [
      "const notInPages = () => { throw new Error('JSON Schemas are created in the worker.') }",
      ...names.map((name) => `export const ${name} = ${name.startsWith('create') ? '() => ' : ''}notInPages`),
      ...(names.includes('processSchema') ? ['export { processSchema as process }'] : []),
    ].join('\n')
  },
}

/**
 * Removes comments and whitespace from the styles, and whitespace between the attributes in template literals, which
 * script minifiers keep. Attributes are recognized by the missing spaces around `=`, which the source formatter adds
 * outside templates.
 */
const compactTemplates: Plugin = {
  name: 'aw-compact-templates',
  transform: (code, id) =>
    /packages\/(?:editor|embed)\/.*\.ts$/.test(id)
      ? code
          .replaceAll(/\bcss`(?:[^`\\]|\\.)*`/g, (css) =>
            css
              .replaceAll(/\/\*.*?\*\//gs, '')
              .replaceAll(/\s+/g, ' ')
              .replaceAll(/ ?([{};,]) ?/g, '$1'),
          )
          .replaceAll(/\n\s+(?=[@.?]?[\w-]+=["$])/g, ' ')
      : undefined,
}

/** Removes the debug output of litegraph.js. The product itself never calls `console.log`. */
const treeshake = { manualPureFunctions: ['console.log'] }

/** Modules that render messages: `@aw-flow/messages/catalogs` and the modules that only it imports. */
const messageCatalogs =
  /packages\/messages\/(?:english-messages\.ts|catalogs\.ts|message-formatter\.ts|message-functions\.ts|node-type-catalog\.ts|render-texts\.ts)|node_modules\/messageformat\//

/**
 * Modules that both the catalogs and the first load use. Without a group of their own, they would become part of the
 * catalogs' group, because a group includes the imports of its modules.
 */
const sharedWithCatalogs =
  /packages\/(?:messages\/(?:message|column-type-key|format-values|format-names|host-messages)|editor\/language\/pluralize)\.ts|vite\/preload-helper|rolldown\/runtime/

/** The ids of the modules that the page's script uses without loading more. */
const firstLoadModules = new Set<string>()
const isInFirstLoad = (id: string): boolean => firstLoadModules.has(id)

/**
 * Finds the modules of the first load by building the page's script alone. Whether a module is used is known only after
 * unused exports have been removed: every module of a package is part of the import graph, because its index lists it.
 */
const findFirstLoadModules: Plugin = {
  name: 'aw-find-first-load-modules',
  async buildStart() {
    const collect: Plugin = {
      name: 'aw-collect-modules',
      enforce: 'pre',
      resolveDynamicImport: (source) => (typeof source === 'string' ? { id: source, external: true } : undefined),
      generateBundle(_, bundle) {
        for (const output of Object.values(bundle)) {
          if (output.type !== 'chunk') continue
          for (const [id, { renderedLength }] of Object.entries(output.modules)) {
            if (renderedLength > 0) firstLoadModules.add(id)
          }
        }
      },
    }
    await buildAdditional({
      plugins: [collect, removeDirectEval, removeJsonSchemas, useBundlerAssets],
      build: {
        write: false,
        rolldownOptions: { input: { aw: resolvePath('index.ts') }, preserveEntrySignatures: 'strict', treeshake },
      },
    })
  },
}

/**
 * Builds `dist/aw.js` together with `aw-shared.js`, `aw-later.js` (settings and tables, loaded when the page is idle),
 * `aw-on-demand.js` (views, plans and versions, loaded when somebody uses the page), `aw-worker.js`, the WebAssembly
 * files and the folders `aw-readers` and `aw-views`. The files locate each other with `import.meta.url` and work on any
 * static server without a bundler. This is an app build with a module as its input, because a library build would inline
 * the worker and the WebAssembly files as `data:` URLs, which the content security policy blocks.
 */
export default mergeConfig(
  shared,
  defineConfig({
    root: resolvePath('.'),
    base: './',
    publicDir: false,
    define,
    plugins: [
      emptyFolderPlugin(),
      findFirstLoadModules,
      removeDirectEval,
      removeJsonSchemas,
      compactTemplates,
      writeElementManifest,
      viewsPlugin(),
      modulesPlugin(),
      reactWrappersPlugin(),
      copyBundlerEntries,
      prepareForBundlers,
      createIntegrityPlugin(),
      createPagePlugin(),
    ],
    worker: {
      plugins: () => [removeLocationBase, removeUnreachableChunks, prepareForBundlers],
      rolldownOptions: {
        output: {
          entryFileNames: toWorkerFileName,
          chunkFileNames: 'aw-readers/[name].js',
          assetFileNames: toAssetFileName,
          // Development servers add a query to the worker's URL. A chunk that imports the worker script would therefore
          // evaluate it again, so the worker's modules are in chunks that both the script and other chunks import.
          codeSplitting: {
            groups: [
              { name: 'quickjs-core', test: /quickjs-emscripten-core/ },
              { name: 'engine', test: /packages\/(?:client\/worker\/create-worker|data\/browser\/)/ },
            ],
          },
        },
      },
    },
    build: {
      outDir: resolvePath('dist'),
      emptyOutDir: false,
      copyPublicDir: false,
      modulePreload: false,
      sourcemap: false,
      chunkSizeWarningLimit: 2_500,
      rolldownOptions: {
        input: { aw: resolvePath('index.ts') },
        preserveEntrySignatures: 'strict',
        treeshake,
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: toChunkFileName,
          assetFileNames: toAssetFileName,
          // Shared modules are in a separate file: if the page loads `aw.js?v=2`, `aw-later.js` must not import and
          // execute `aw.js` again.
          // The message catalogs and their parser are not part of the first load.
          codeSplitting: {
            groups: [
              { name: 'aw-base', test: sharedWithCatalogs, priority: 2 },
              { name: 'aw-messages', test: messageCatalogs, priority: 1 },
              { name: 'aw-messages-de', test: /packages\/messages\/de\/(?!node-types)/, priority: 1 },
              {
                name: 'aw-de',
                test: /packages\/(?:messages\/de\/node-types|editor\/language\/(?:de\/(?!deferred)|create-translation))/,
                priority: 1,
              },
              { name: 'aw-shared', test: isInFirstLoad, minShareCount: 2, priority: 1 },
              { name: 'aw-shared-later', minShareCount: 2 },
            ],
          },
        },
      },
    },
  }),
)
