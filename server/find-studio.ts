import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Returns the folders of the built studio and documentation site in this repository, or `undefined` outside the
 * repository. This module runs either as `server/find-studio.ts` or as `server/dist/find-studio.js`.
 *
 * @internal
 */
export function findStudio(): { studio: string | undefined; manual: string | undefined } {
  const moduleFolder = dirname(fileURLToPath(import.meta.url))
  const serverFolder = existsSync(join(moduleFolder, 'package.json')) ? moduleFolder : dirname(moduleFolder)
  const findDist = (...folder: string[]): string | undefined => {
    const path = join(dirname(serverFolder), ...folder)
    return existsSync(path) ? join(path, 'dist') : undefined
  }
  return { studio: findDist('examples', 'studio'), manual: findDist('docs') }
}
