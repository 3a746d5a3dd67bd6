import { hashFile, openNodeFile } from '@aw-flow/data/node'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { splitOf } from '../../../test/labels/split-of.ts'
import { sizes } from '../../../test/sizes.ts'
import { load } from '../agents.ts'
import { makeTable } from '../preparing/test-table.ts'
import { profileTable } from './profile-table.ts'
import { openTestTables } from '../../../test/open-tables.ts'

interface Labels {
  /** Columns made by hand: accepted meanings separated by `/`, values separated by `|`. */
  columns: { name: string; meaning: string; values: string }[]
  /** Columns of vega-datasets by file; columns that are not listed have no semantic type. */
  vega: Record<string, Record<string, string>>
}
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const labels = JSON.parse(readFileSync(here('../../../test/labels/meaning/columns.json'), 'utf8')) as Labels

const tables = await openTestTables(2)

interface LabeledColumn {
  half: 'tune' | 'judge'
  column: string
  accepted: string[]
  found: string
  values: number
}

async function readHandMade(): Promise<LabeledColumn[]> {
  const columns: LabeledColumn[] = []
  for (const [index, { name, meaning, values }] of labels.columns.entries()) {
    const cells = values.split('|').map((value) => (value === '' ? null : value))
    const isNumber = cells.every((cell) => cell === null || /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(cell))
    const type = !isNumber ? 'VARCHAR' : cells.some((cell) => cell?.includes('.')) ? 'DOUBLE' : 'BIGINT'
    const table = await makeTable(
      tables,
      `meaning${index}`,
      [`${name} ${type}`],
      cells.map((cell) => [cell]),
    )
    const profile = await profileTable(tables, table)
    const found = profile.columns[0]!.semantic?.type ?? 'none'
    const half = splitOf(`${name} ${values}`)
    columns.push({ half, column: name, accepted: meaning.split('/'), found, values: cells.length })
  }
  return columns
}

async function readVega(): Promise<LabeledColumn[]> {
  const columns: LabeledColumn[] = []
  for (const [file, meanings] of Object.entries(labels.vega)) {
    const path = here(`../../../node_modules/vega-datasets/data/${file}`)
    if (statSync(path).size > sizes.profiledKilobytes * 1024) continue
    const { table } = await load(await openNodeFile(path, await hashFile(path)), { tables, id: 'vega' })
    const profile = await profileTable(tables, table)
    for (const { name, semantic } of profile.columns) {
      const accepted = (meanings[name] ?? 'none').split('/')
      columns.push({
        half: splitOf(`${file} ${name}`),
        column: `${file} ${name}`,
        accepted,
        found: semantic?.type ?? 'none',
        values: 0,
      })
    }
  }
  return columns
}

/**
 * Measures precision (the share of correct types among those found) and recall (the share of labeled types that are
 * found).
 */
function measure(columns: readonly LabeledColumn[]): { precision: number; recall: number; columns: number } {
  const found = columns.filter(({ found }) => found !== 'none')
  const labeled = columns.filter(({ accepted }) => !accepted.includes('none'))
  const isCorrect = ({ accepted, found: type }: LabeledColumn): boolean => accepted.includes(type)
  return {
    precision: Number((found.filter(isCorrect).length / found.length).toFixed(3)),
    recall: Number((labeled.filter(isCorrect).length / labeled.length).toFixed(3)),
    columns: columns.length,
  }
}

describe('semantic types compared with labels', () => {
  it.for([
    ['98 columns made by hand', readHandMade, 900],
    ['columns of vega-datasets', readVega, 0],
  ] as const)('%s', { timeout: 180_000 }, async ([what, judge, values], { annotate }) => {
    const columns = await judge()
    expect(columns.reduce((sum, { values: cells }) => sum + cells, 0)).toBeGreaterThanOrEqual(values)
    for (const half of ['tune', 'judge'] as const) {
      const of = columns.filter((column) => column.half === half)
      const figures = measure(of)
      await annotate(
        `${what}, ${half}: precision ${figures.precision}, recall ${figures.recall} of ${figures.columns} columns`,
      )
      expect(figures.precision).toBeGreaterThanOrEqual(0.9)
      expect(figures.recall).toBeGreaterThanOrEqual(0.85)
    }
  })
})

it('calls codes with a letter and a number postal codes only if their column is named so', async () => {
  const codes = ['A-1000', 'A-1001', 'B-2040', 'A-1300', 'C-1010', 'A-2210']
  const semanticOf = async (name: string): Promise<string | undefined> => {
    const table = await makeTable(
      tables,
      `codes-${name}`,
      [`${name} VARCHAR`],
      codes.map((code) => [code]),
    )
    return (await profileTable(tables, table)).columns[0]?.semantic?.type
  }
  expect(await semanticOf('article')).not.toBe('postal-code')
  expect(await semanticOf('postcode')).toBe('postal-code')
})
