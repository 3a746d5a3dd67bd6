import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Returns the folder of the built studio in this repository; `undefined` outside of the repository. This file runs as
 * `server/find-studio.ts` or as `server/dist/find-studio.js`.
 */
export function findStudio(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url))
  const server = existsSync(join(here, 'package.json')) ? here : dirname(here)
  const studio = join(dirname(server), 'examples', 'studio')
  return existsSync(studio) ? join(studio, 'dist') : undefined
}
