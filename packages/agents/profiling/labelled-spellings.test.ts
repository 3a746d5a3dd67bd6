import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { splitOf } from '../../../test/labels/split-of.ts'
import { clusterSpellings } from './cluster-spellings.ts'

/** Groups of spellings with their counts by column, labeled by hand. */
type Groups = Record<string, readonly Readonly<Record<string, number>>[]>
const groups = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../test/labels/spellings/groups.json', import.meta.url)), 'utf8'),
) as Groups

const pairsOf = (values: readonly string[]): string[] =>
  values.flatMap((left, at) => values.slice(at + 1).map((right) => [left, right].toSorted().join(' = ')))

it('finds the labeled groups of spellings', async ({ annotate }) => {
  const halves = { tune: { correct: 0, found: 0, labeled: 0 }, judge: { correct: 0, found: 0, labeled: 0 } }
  const values = new Set<string>()
  for (const [column, lists] of Object.entries(groups)) {
    const group = new Map(lists.flatMap((list, at) => Object.keys(list).map((value) => [value, at] as const)))
    const half = (value: string) => halves[splitOf(`${column} ${Object.keys(lists[group.get(value)!]!)[0]}`)]
    for (const value of group.keys()) values.add(`${column} ${value}`)
    for (const list of lists) for (const pair of pairsOf(Object.keys(list))) half(pair.split(' = ')[0]!).labeled++
    const counted = lists.flatMap((list) => Object.entries(list).map(([value, count]) => ({ value, count })))
    for (const cluster of clusterSpellings(counted))
      for (const pair of pairsOf(cluster.values.map(({ value }) => value))) {
        const [left = '', right = ''] = pair.split(' = ')
        half(left).found++
        if (group.get(left) === group.get(right)) half(left).correct++
      }
  }
  expect(values.size).toBeGreaterThanOrEqual(500)
  for (const [name, { correct, found, labeled }] of Object.entries(halves)) {
    const [precision, recall] = [correct / found, correct / labeled]
    await annotate(
      `spellings, ${name}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} of ${labeled} pairs`,
    )
    expect(precision).toBeGreaterThanOrEqual(0.9)
    expect(recall).toBeGreaterThanOrEqual(0.8)
  }
})
