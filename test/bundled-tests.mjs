import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
// A folder per process, so that several runs can be active.
const folder = join(root, 'node_modules', `.aw-wtr-${process.pid}`)

/** Whether a path belongs to the runner's own pages and scripts; all other paths belong to the project. */
export const isRunnerPath = (path) => path === '/' || path.startsWith('/__web-') || path.startsWith('/wtr-')

let bundling

/** Bundles in a child process, whose two gigabytes are freed before the first page opens. */
async function bundle(files) {
  const script = join(root, 'test', 'bundle-tests.mjs')
  const child = spawn(process.execPath, [script, folder, ...files], { stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('The browser tests could not be bundled (see above).')
}

/** Makes a browser launcher wait for the bundle of all files in the run, which the first launcher creates. */
export function afterBundling(launcher) {
  const { initialize } = launcher
  launcher.initialize = async (config, testFiles) => {
    await (bundling ??= bundle(testFiles))
    await initialize?.call(launcher, config, testFiles)
  }
  return launcher
}

export const removeBundle = {
  name: 'remove-bundle',
  serverStop: () => rm(folder, { recursive: true, force: true }),
}

/** Returns the path of the data engine in the bundle, or `null` if no test starts one. */
export function findEngine() {
  const assets = join(folder, 'assets')
  const files = existsSync(assets) ? readdirSync(assets, { recursive: true }) : []
  const file = files.find((name) => name.endsWith('duckdb-eh.wasm'))
  return file ? `/assets/${file.split(sep).join('/')}` : null
}

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true

/** Returns the bundled file of a path, if it is a script. */
export const findBundledScript = (path) =>
  [path, `${path}.js`]
    .map((name) => join(folder, decodeURIComponent(name)))
    .find((file) => file.endsWith('.js') && isFile(file))

/** The path of an empty page. */
export const emptyPagePath = '/empty-page'

/** Serves bundled files, otherwise files of the project unchanged; leaves other paths to the runner. */
export async function serveBundled(context, next) {
  if (isRunnerPath(context.path)) return next()
  if (context.path === emptyPagePath) {
    context.type = 'html'
    context.body = '<!doctype html><title>Empty page</title>'
    return
  }
  const path = decodeURIComponent(context.path)
  const candidates = [join(folder, path), join(folder, `${path}.js`), join(root, path)]
  const file = candidates.find((candidate) => candidate.startsWith(root) && isFile(candidate))
  if (file === undefined) return next()
  context.type = extname(file)
  // Every test file has its own page; caching lets the browser request shared scripts once.
  context.set('Cache-Control', 'max-age=3600')
  context.length = statSync(file).size
  context.body = createReadStream(file)
}
