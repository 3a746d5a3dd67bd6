import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endOfExports, generateTypes } from '../packages/embed/manifest/write-types.ts'
import { rollUpTypes } from './api.mjs'

/**
 * Writes the declarations of `@aw-flow/embed` into its `dist`, which contains the manifest of its elements. `api.d.ts`
 * contains the exports of `index.ts` and the elements; API Extractor checks their tiers and generates `aw.d.ts` from it,
 * without `@internal` names.
 *
 * `node --import tsx .ci/declarations.mjs`
 */
const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages/embed/dist')
const manifest = JSON.parse(readFileSync(join(dist, 'custom-elements.json'), 'utf8'))
const { files, globals, untieredExports } = generateTypes(manifest)
for (const [name, text] of Object.entries(files))
  writeFileSync(join(dist, name === 'api.d.ts' ? 'types/api.d.ts' : name), text)

const messages = [
  ...untieredExports.map(
    (name) => `The export \`${name}\` has no tier. Add @public, @beta or @internal to its comment.`,
  ),
  ...rollUpTypes('packages/embed', 'dist/types/api.d.ts', 'dist/aw.d.ts'),
]
const target = join(dist, 'aw.d.ts')
const rolledUp = readFileSync(target, 'utf8').replace(/^export \{ \}\n*$/m, '')
writeFileSync(target, `${rolledUp.trimEnd()}\n\n${globals}${endOfExports}`)

for (const message of messages) console.error(message)
if (messages.length > 0) process.exitCode = 1
