import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Returns the folders of the built studio, documentation site and viewers of the API in this repository, or `undefined` outside the
 * repository. This module runs from its source, or in the `dist` folder of the server or the command line.
 *
 * @internal
 */
export function findStudio(): Record<'studio' | 'manual' | 'apiViewers', string | undefined> {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (!existsSync(join(folder, 'examples', 'studio', 'studio-app.ts'))) continue
    const findDist = (...path: string[]): string | undefined =>
      existsSync(join(folder, ...path)) ? join(folder, ...path, 'dist') : undefined
    return { studio: findDist('examples', 'studio'), manual: findDist('docs'), apiViewers: findDist('server', 'docs') }
  }
  return { studio: undefined, manual: undefined, apiViewers: undefined }
}
