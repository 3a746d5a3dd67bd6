import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
// A folder of its own, so that several runs stand side by side.
const folder = join(root, 'node_modules', `.aw-wtr-${process.pid}`)

/** The runner's own pages and scripts, at addresses that stay as they are; everything else is the project's. */
export const isRunners = (path) => path === '/' || path.startsWith('/__web-') || path.startsWith('/wtr-')

let bundled

/** Bundles in a process of its own, whose two gigabytes are free again when the first page is opened. */
async function bundle(files) {
  const script = join(root, 'test', 'bundle-tests.mjs')
  const child = spawn(process.execPath, [script, folder, ...files], { stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('The browser tests could not be bundled (see above).')
}

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
