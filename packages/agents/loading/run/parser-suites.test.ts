import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { planLoad } from '../plan/plan-load.ts'
import { normalizeNewlines, readRecords } from '../records/read-records.ts'
import cases from './test-parser-cases.json' with { type: 'json' }

const archive = resolve(import.meta.dirname, '../../../../../shared/messy/csv-spectrum.tar.xz')
const present = existsSync(archive)

/** Plans a file without overrides and returns its column names and its records as strings. */
async function read(content: string | Uint8Array): Promise<{ names: string[]; records: string[][] }> {
  const { filePlan } = await planLoad(createMemoryFile('any.csv', content), { exact: true })
  if (!filePlan?.plan.dialect) return { names: [], records: [] }
  const { dialect, skippedLines, headerLines, trailingLines = 0, columns } = filePlan.plan
  const text = normalizeNewlines(typeof content === 'string' ? content : new TextDecoder().decode(content))
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  if (lines.at(-1) === '') lines.pop()
  const body = lines.slice(skippedLines + headerLines, lines.length - trailingLines).join('\n')
  const records = readRecords(body, dialect).filter(({ cells }) => cells.length > 1 || cells[0] !== '')
  return { names: columns.map(({ name }) => name), records: records.map(({ cells }) => cells) }
}

describe.skipIf(!present)(`csv-spectrum${present ? '' : ' (skipped: ../shared/messy is not here)'}`, () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'aw-spectrum-'))
    execFileSync('tar', ['-xJf', archive, '-C', folder])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is read with the expected results', async () => {
    const files = join(folder, 'csv-spectrum')
    // The expected result of this file contains a different number than the file itself.
    for (const file of readdirSync(join(files, 'csvs')).filter((name) => name !== 'location_coordinates.csv')) {
      const answer = JSON.parse(readFileSync(join(files, 'json', file.replace(/\.csv$/, '.json')), 'utf8')) as Record<
        string,
        string
      >[]
      const { names, records } = await read(readFileSync(join(files, 'csvs', file)))
      const found = records.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]])))
      const plain = (rows: Record<string, string | undefined>[]) => JSON.stringify(rows).replaceAll('\\r\\n', '\\n')
      expect(plain(found), file).toBe(plain(answer))
    }
  })
})

/** Rules that test suites of CSV parsers agree on: a text, its names and its records. */
describe('rules of CSV parsers', () => {
  it.each(cases)('$name', async ({ text, names, records }) => {
    expect(await read(text)).toEqual({ names, records })
  })
})
