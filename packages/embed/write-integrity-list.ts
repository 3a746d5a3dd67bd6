import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Returns whether a file belongs to the standalone build, which pages may load from another origin. Files for
 * bundlers do not need a hash, because they are never loaded from another origin.
 */
const isInStandaloneBuild = (path: string): boolean =>
  /^(?:aw[^/]*\.js|aw-(?:readers|views)\/[^/]+\.js|[^/]+\.wasm)$/.test(path)

/**
 * Writes `integrity.json` to a build's folder. It contains the SHA-384 hashes of the files in the standalone build,
 * keyed by path, in the format of `integrity` attributes and import maps.
 */
export async function writeIntegrityList(folder: string): Promise<void> {
  const paths = await readdir(folder, { recursive: true })
  const list: Record<string, string> = {}
  for (const path of paths.map((name) => name.replaceAll('\\', '/')).sort()) {
    if (!isInStandaloneBuild(path)) continue
    const hash = createHash('sha384').update(await readFile(join(folder, path)))
    list[path] = `sha384-${hash.digest('base64')}`
  }
  await writeFile(join(folder, 'integrity.json'), `${JSON.stringify(list, null, 1)}\n`)
}
