import { hashFile, nodeFile, openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { splitOf } from '../../../test/labels/split-of.ts'
import { load } from '../agents.ts'
import { makeTable } from '../preparing/test-table.ts'
import { profileTable } from './profile-table.ts'

interface Labels {
  /** Made by hand: `meaning` has what a person may call it, with `/` between; values with `|` between. */
  columns: { name: string; meaning: string; values: string }[]
  /** Columns of vega-datasets by file; those that are not named mean nothing beyond their type. */
  vega: Record<string, Record<string, string>>
}
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const labels = JSON.parse(readFileSync(here('../../../test/labels/meaning/columns.json'), 'utf8')) as Labels

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb({ threads: 2 })
})
afterAll(() => tables.close())

interface Judged {
  half: 'tune' | 'judge'
  column: string
  accepted: string[]
  found: string
  values: number
}

async function judgeHandMade(): Promise<Judged[]> {
  const judged: Judged[] = []
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
    const { columns } = await profileTable(tables, table)
    const found = columns[0]!.semantic?.type ?? 'none'
    const half = splitOf(`${name} ${values}`)
    judged.push({ half, column: name, accepted: meaning.split('/'), found, values: cells.length })
  }
  return judged
}

async function judgeVega(): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const [file, meanings] of Object.entries(labels.vega)) {
    const path = here(`../../../node_modules/vega-datasets/data/${file}`)
    const { table } = await load(await nodeFile(path, await hashFile(path)), { tables, id: 'vega' })
    const { columns } = await profileTable(tables, table)
    for (const { name, semantic } of columns) {
      const accepted = (meanings[name] ?? 'none').split('/')
      judged.push({
        half: splitOf(`${file} ${name}`),
        column: `${file} ${name}`,
        accepted,
        found: semantic?.type ?? 'none',
        values: 0,
      })
    }
  }
  return judged
}

/** Precision: of what is said, how much is right; recall: of what a person sees, how much is said. */
function measure(judged: readonly Judged[]): { precision: number; recall: number; columns: number } {
  const said = judged.filter(({ found }) => found !== 'none')
  const meant = judged.filter(({ accepted }) => !accepted.includes('none'))
  const right = (one: Judged): boolean => one.accepted.includes(one.found)
  return {
    precision: Number((said.filter(right).length / said.length).toFixed(3)),
    recall: Number((meant.filter(right).length / meant.length).toFixed(3)),
    columns: judged.length,
  }
}

describe('semantic types against what a person says', () => {
  it.for([
    ['98 columns made by hand', judgeHandMade, 900],
    ['columns of vega-datasets', judgeVega, 0],
  ] as const)('%s', { timeout: 180_000 }, async ([what, judge, values], { annotate }) => {
    const judged = await judge()
    expect(judged.reduce((sum, one) => sum + one.values, 0)).toBeGreaterThanOrEqual(values)
    for (const half of ['tune', 'judge'] as const) {
      const of = judged.filter((one) => one.half === half)
      const figures = measure(of)
      await annotate(
        `${what}, ${half}: precision ${figures.precision}, recall ${figures.recall} of ${figures.columns} columns`,
      )
      expect(figures.precision).toBeGreaterThanOrEqual(0.9)
      expect(figures.recall).toBeGreaterThanOrEqual(0.85)
    }
  })
})
