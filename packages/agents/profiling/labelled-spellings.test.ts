import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { splitOf } from '../../../test/labels/split-of.ts'
import { clusterSpellings } from './cluster-spellings.ts'

/** By column: lists of spellings of one thing with their counts, written by hand. A list of one is a thing of its own. */
type Groups = Record<string, readonly Readonly<Record<string, number>>[]>
const groups = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../test/labels/spellings/groups.json', import.meta.url)), 'utf8'),
) as Groups

const pairsOf = (values: readonly string[]): string[] =>
  values.flatMap((one, at) => values.slice(at + 1).map((other) => [one, other].toSorted().join(' = ')))

it('finds the spellings of a thing that a person finds', async ({ annotate }) => {
  const halves = { tune: { right: 0, found: 0, meant: 0 }, judge: { right: 0, found: 0, meant: 0 } }
  const values = new Set<string>()
  for (const [column, lists] of Object.entries(groups)) {
    const thing = new Map(lists.flatMap((list, at) => Object.keys(list).map((value) => [value, at] as const)))
    const half = (value: string) => halves[splitOf(`${column} ${Object.keys(lists[thing.get(value)!]!)[0]}`)]
    for (const value of thing.keys()) values.add(`${column} ${value}`)
    for (const list of lists) for (const pair of pairsOf(Object.keys(list))) half(pair.split(' = ')[0]!).meant++
    const counted = lists.flatMap((list) => Object.entries(list).map(([value, count]) => ({ value, count })))
    for (const cluster of clusterSpellings(counted))
      for (const pair of pairsOf(cluster.values.map(({ value }) => value))) {
        const [one = '', other = ''] = pair.split(' = ')
        half(one).found++
        if (thing.get(one) === thing.get(other)) half(one).right++
      }
  }
  expect(values.size).toBeGreaterThanOrEqual(500)
  for (const [name, { right, found, meant }] of Object.entries(halves)) {
    const [precision, recall] = [right / found, right / meant]
    await annotate(
      `spellings, ${name}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} of ${meant} pairs`,
    )
    expect(precision).toBeGreaterThanOrEqual(0.9)
    expect(recall).toBeGreaterThanOrEqual(0.8)
  }
})
