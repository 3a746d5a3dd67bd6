import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { build, type Plugin } from 'vite'

/**
 * Large files that no page needs for startup and that are cached later: WebAssembly, file readers, libraries and
 * samples.
 */
const deferredPattern =
  /\.wasm$|\.(csv|tsv|geojson)$|^\/samples\/|^\/assets\/[^/]*\.json$|\/(draw-graph|draw-plot|read-with-library|edit-code|webgl-device|openai)-/

/**
 * Writes the studio's service worker, including the URLs of all built files and a digest of the build. Applies only to
 * builds that contain an HTML page.
 */
export function serviceWorkerPlugin(sourcePath: string): Plugin {
  let publicFolder = ''
  return {
    name: 'aw-service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicFolder = config.publicDir
    },
    async generateBundle(_options, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') return
      const builtFiles = Object.keys(bundle).filter((file) => file !== 'index.html' && !file.endsWith('.map'))
      const publicFiles = publicFolder === '' ? [] : listFiles(publicFolder)
      const digest = createHash('sha256').update(page.source).update(builtFiles.sort().join('\n'))
      for (const file of publicFiles) digest.update(file).update(readFileSync(join(publicFolder, file)))
      const paths = ['/', ...[...builtFiles, ...publicFiles].map((file) => `/${file}`)]
      const manifest = {
        version: digest.digest('hex').slice(0, 16),
        precachedPaths: paths.filter((path) => !deferredPattern.test(path)),
        deferredPaths: paths.filter((path) => deferredPattern.test(path)),
      }
      const text = `const AW_BUILD = ${JSON.stringify(manifest)};\n${await bundleWorker(sourcePath)}`
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: text })
    },
  }
}

/** Bundles the worker with the modules that it imports. A classic service worker cannot import modules. */
async function bundleWorker(sourcePath: string): Promise<string> {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry: sourcePath, formats: ['iife'], name: 'worker' } },
  })
  const [chunk] = [result].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : []))
  if (chunk?.type !== 'chunk') throw new Error(`${sourcePath} was not bundled. Check that it is a module.`)
  return chunk.code
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}
