import { createReadStream, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
// A folder of its own, so that several runs stand side by side.
const folder = join(root, 'node_modules', `.aw-wtr-${process.pid}`)

/** The runner's own pages and scripts, at addresses that stay as they are; everything else is the project's. */
const isRunners = (path) => path === '/' || path.startsWith('/__web-') || path.startsWith('/wtr-')

const leaveRunnersScripts = {
  name: 'leave-runners-scripts',
  enforce: 'pre',
  resolveId: (id) => (isRunners(id) ? { id, external: 'absolute' } : undefined),
}

/** Modules of a host, which a worker imports by their address. */
const hostFiles = [join(root, 'packages/nodes/test-own-nodes.ts')]

let bundled

/**
 * Bundles test files (absolute paths), each to its own address below the root, over one script of what several of them
 * import. Modules run where and in the order that their imports say, as they would one by one.
 */
const bundle = (files) =>
  build({
    configFile: join(root, 'vite.config.ts'),
    root,
    // `AW_TEST_LEVEL` reaches the page as `import.meta.env.AW_TEST_LEVEL`.
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

/** A launcher of a browser that waits for the bundle of all files of the run, which the first one makes. */
export function afterBundling(launcher) {
  const { initialize } = launcher
  launcher.initialize = async (config, testFiles) => {
    await (bundled ??= bundle(testFiles))
    await initialize?.call(launcher, config, testFiles)
  }
  return launcher
}

export const removeBundle = {
  name: 'remove-bundle',
  serverStop: () => rm(folder, { recursive: true, force: true }),
}

/** Answers with what was bundled, else with the project's files, byte for byte; the rest is the runner's. */
export async function serveBundled(context, next) {
  if (isRunners(context.path)) return next()
  const path = decodeURIComponent(context.path)
  const places = [join(folder, path), join(folder, `${path}.js`), join(root, path)]
  const file = places.find((place) => place.startsWith(root) && statSync(place, { throwIfNoEntry: false })?.isFile())
  if (file === undefined) return next()
  context.type = extname(file)
  // Every test file is a page of its own: the browser asks once for what they share.
  context.set('Cache-Control', 'max-age=3600')
  context.length = statSync(file).size
  context.body = createReadStream(file)
}
