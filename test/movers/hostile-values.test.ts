import { parseJson, readWorkflow, type Result } from '@aw-flow/schema'
import { convertForeign } from '@aw-flow/schema/foreign'
import { parseYaml } from '@aw-flow/schema/yaml'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readKnimeArchive } from '../../packages/schema/foreign/files/read-knime-archive.ts'
import { createKnimeFile, type KnimeFixture } from './knime-file.ts'
import { sizes } from '../sizes.ts'

type Json = Parameters<typeof convertForeign>[0]

const folder = new URL('../fixtures/movers/', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(?:json|ya?ml)$/.test(name) && !name.endsWith('expected.json'),
)

/** Values that a setting, a name or an id of an export can have instead of its own. */
const hostileValues: readonly Json[] = [
  { toString: null, valueOf: null },
  [{ toString: null }],
  'constructor',
  'toString',
  null,
  -1e308,
  true,
  [],
  {},
  '{{ '.repeat(50),
]

/** Calls `use` with the document for each of its values, which is replaced in the meantime. */
function replaceEach(document: Json, use: (path: string) => void, replacement: Json): void {
  const visit = (holder: Record<string, Json>, path: string): void => {
    for (const name of Object.keys(holder)) {
      const original = holder[name]!
      holder[name] = replacement
      use(`${path}.${name}`)
      holder[name] = original
      if (typeof original === 'object' && original !== null) visit(original as Record<string, Json>, `${path}.${name}`)
    }
  }
  visit(document as Record<string, Json>, '')
}

async function parseExport(file: string, text: string): Promise<Result<Json>> {
  if (file.startsWith('knime')) return (await readKnimeArchive(createKnimeFile(JSON.parse(text) as KnimeFixture)))!
  return file.endsWith('.json') ? parseJson(text) : parseYaml(text)
}

it.each(files)('an export with another value anywhere is converted or refused: %s', async (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8')
  const parsed = await parseExport(file, text)
  if (!parsed.ok) expect.fail('not parsed')
  const faults = new Set<string>()
  let count = 0
  for (const value of hostileValues)
    replaceEach(
      parsed.value,
      (path) => {
        if (count++ % sizes.replacedValueEveryNth !== 0) return
        try {
          const converted = convertForeign(parsed.value)
          if (converted?.ok) readWorkflow(JSON.parse(JSON.stringify(converted.value.document)) as Json)
        } catch (cause) {
          faults.add(`${path} = ${JSON.stringify(value)}: ${String(cause)}`)
        }
      },
      value,
    )
  expect([...faults]).toEqual([])
})
