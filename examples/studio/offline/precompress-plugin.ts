import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Plugin } from 'vite'

const compressible = /\.(?:js|css|html|json|svg|wasm|webmanifest)$/
/** Less is not worth a header. */
const min = 1_024

/**
 * Puts beside each file of a build that has a page the same compressed by Brotli, as `name.br`, for anyone who serves it.
 * What was compressed once lies in `cache` by its digest: DuckDB takes some seconds.
 */
export function precompressPlugin(cache: string): Plugin {
  return {
    name: 'aw-precompress',
    apply: 'build',
    enforce: 'post',
    async writeBundle({ dir }, bundle) {
      if (dir === undefined || !bundle['index.html']) return
      mkdirSync(cache, { recursive: true })
      const files = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && compressible.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => statSync(file).size >= min)
      await Promise.all(files.map((file) => compressFile(file, cache)))
    },
  }
}

async function compressFile(file: string, cache: string): Promise<void> {
  const bytes = readFileSync(file)
  const quality = qualityOf(file)
  const kept = join(cache, `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}-${quality}.br`)
  if (!existsSync(kept)) {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    }
    writeFileSync(kept, await promisify(brotliCompress)(bytes, { params }))
  }
  writeFileSync(`${file}.br`, readFileSync(kept))
}

/** The highest quality takes a minute and a half for DuckDB, which it makes smaller by a seventh. */
const qualityOf = (file: string): number => (file.endsWith('.wasm') ? 9 : 11)
