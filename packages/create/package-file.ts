import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
/** The modules are in the package's folder as source, and in its folder `dist` when they are built. */
const packageFolder = existsSync(join(folder, 'package.json')) ? folder : dirname(folder)

/** Path of a file of this package. */
export const packageFile = (...path: readonly string[]): string => join(packageFolder, ...path)

/** Path of a guide: built modules have a copy, source uses the page of the documentation. */
export const guideFile = (name: string): string =>
  packageFile(folder === packageFolder ? '../../docs/embedding' : 'dist/guides', `${name}.md`)
