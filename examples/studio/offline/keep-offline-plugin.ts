import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { transformWithOxc, type Plugin } from 'vite'

/** Larger files are kept later: readers, drawing libraries, samples and WebAssembly are not what a first page waits for. */
const later =
  /\.wasm$|\.(csv|tsv|geojson)$|^\/samples\/|^\/assets\/[^/]*\.json$|\/(draw-graph|draw-plot|read-with-library|edit-code|webgl-device|openai)-/

/**
 * Writes the service worker of the studio beside its page, with the addresses of all files that were built and a digest
 * of them. Does nothing for builds that have no page.
 */
export function keepOfflinePlugin(source: string): Plugin {
  let publicFolder = ''
  return {
    name: 'aw-keep-offline',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicFolder = config.publicDir
    },
    async generateBundle(_options, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') return
      const built = Object.keys(bundle).filter((file) => file !== 'index.html' && !file.endsWith('.map'))
      const others = publicFolder === '' ? [] : filesUnder(publicFolder)
      const digest = createHash('sha256').update(page.source).update(built.sort().join('\n'))
      for (const file of others) digest.update(file).update(readFileSync(join(publicFolder, file)))
      const addresses = ['/', ...[...built, ...others].map((file) => `/${file}`)]
      const kept = {
        version: digest.digest('hex').slice(0, 16),
        first: addresses.filter((address) => !later.test(address)),
        later: addresses.filter((address) => later.test(address)),
      }
      const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source, { sourcemap: false })
      // A service worker that is no module has nothing to export.
      const text = `const AW_KEPT = ${JSON.stringify(kept)}\n${code.replace(/^export\s*\{\s*\};?$/m, '')}`
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: text })
    },
  }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}
