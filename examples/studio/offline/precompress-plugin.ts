import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Plugin } from 'vite'

/** The page for exports consists of compressed files. */
const compressiblePattern = /(?<!aw-page)\.(?:js|css|html|json|svg|wasm|webmanifest)$/
/** Minimum size of files to compress, in bytes. */
const minFileBytes = 1_024

/**
 * Writes a Brotli-compressed copy (`name.br`) of each compressible file. Applies only to builds that contain an HTML
 * page. The copies are cached in the folder `cacheFolder` by digest, because compressing DuckDB takes several seconds.
 */
export function precompressPlugin(cacheFolder: string): Plugin {
  return {
    name: 'aw-precompress',
    apply: 'build',
    enforce: 'post',
    async writeBundle({ dir }, bundle) {
      if (dir === undefined || !bundle['index.html']) return
      mkdirSync(cacheFolder, { recursive: true })
      const files = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && compressiblePattern.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => statSync(file).size >= minFileBytes)
      await Promise.all(files.map((file) => compressFile(file, cacheFolder)))
    },
  }
}

async function compressFile(file: string, cacheFolder: string): Promise<void> {
  const bytes = readFileSync(file)
  const quality = chooseQuality(file)
  const cachedFile = join(cacheFolder, `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}-${quality}.br`)
  if (!existsSync(cachedFile)) {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    }
    writeFileSync(cachedFile, await promisify(brotliCompress)(bytes, { params }))
  }
  writeFileSync(`${file}.br`, readFileSync(cachedFile))
}

/**
 * Whether the build is for `npm start` or for quick or daily tests. Such a build uses a low Brotli quality: a higher one
 * would take half a minute and reduce the size by only a tenth.
 */
const isQuickBuild = process.env['AW_QUICK_BUILD'] === '1'

/**
 * Returns the Brotli quality for a file. For DuckDB, the maximum quality takes 90 seconds and reduces the size by only
 * another seventh.
 */
const chooseQuality = (file: string): number => (isQuickBuild ? 5 : file.endsWith('.wasm') ? 9 : 11)
