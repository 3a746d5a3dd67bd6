import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
/** Source modules are in the package folder; built modules are in its `dist` folder. */
const packageFolder = existsSync(join(folder, 'package.json')) ? folder : dirname(folder)

/** Returns the absolute path of a file in this package. */
export const getPackagePath = (...path: readonly string[]): string => join(packageFolder, ...path)

/**
 * Returns the path of a guide: the copy in `dist` if the package is built, or the documentation page when running from
 * source.
 */
export const getGuidePath = (name: string): string =>
  getPackagePath(folder === packageFolder ? '../../docs/embedding' : 'dist/guides', `${name}.md`)
