import type { Column } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { chooseJoinKeys } from './join-keys.ts'
import { maskQuotes } from './rewriting/mask-quotes.ts'
import { planFromDescription } from './plan-from-description.ts'
import { getLastPart } from './trim-end.ts'

const catalog = createBuiltInCatalog()
const toColumns = (types: Readonly<Record<string, string>>): Column[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }))

const trips = toColumns({ harbor: 'VARCHAR', target: 'VARCHAR', boats: 'BIGINT' })
const ports = toColumns({ code: 'VARCHAR', title: 'VARCHAR', region: 'VARCHAR' })
/** The most frequent values only, as of columns with very many. */
const many = Array.from({ length: 1_000 }, (_, index) => `X${index}`)

it('joins a named column with the first column of the other table if no listed values are in common', () => {
  const keys = [{ left: 'harbor', right: 'code' }]
  expect(chooseJoinKeys('look up the harbor of each trip', trips, ports, {})).toEqual(keys)
  expect(
    chooseJoinKeys('which region does every harbor belong to', trips, ports, { harbor: ['A', 'B'], code: many }),
  ).toEqual(keys)
  expect(chooseJoinKeys('link the files', trips, ports, {})).toEqual([])
})

it('reads keys after a file name', () => {
  expect(chooseJoinKeys('combine trips.csv with ports.csv where target equals code', trips, ports, {})).toEqual([
    { left: 'target', right: 'code' },
  ])
})

it('keeps the columns of the second file if the text uses them', () => {
  const { nodes } = planFromDescription({
    description: 'Match harbor with code in the port list, drop trips without a match, and sum boats by region.',
    catalog,
    columns: trips,
    others: [ports],
  })
  expect(nodes.find(({ type }) => type === 'join')?.config).toMatchObject({ kind: 'inner' })
})

it('reads a word of two small letters as a code only in the letters of the code', () => {
  const read = (description: string): unknown[] =>
    planFromDescription({
      description,
      catalog,
      columns: toColumns({ town: 'VARCHAR', state: 'VARCHAR' }),
      values: { state: ['OR', 'IN', 'VT', 'CA'] },
      continues: true,
    })
      .nodes.filter(({ type }) => type === 'filter')
      .map(({ config }) => config.conditions)
  expect(read('drop rows where town or state is empty')).toEqual([
    [
      { column: 'town', is: 'is-not-empty', value: '' },
      { column: 'state', is: 'is-not-empty', value: '' },
    ],
  ])
  expect(read('only VT and CA, in alphabetical order of town')).toEqual([
    [{ column: 'state', is: 'is-one-of', value: ['VT', 'CA'] }],
  ])
})

it('masks quoted texts, but no apostrophes', () => {
  expect(maskQuotes(`say "a b" and 'c' don't “d” „e“ \`f\` "open`, '_')).toBe(
    `say _____ and ___ don't ___ ___ ___ "open`,
  )
})

it('returns the text after the last separator', () => {
  expect(getLastPart('one. two, three.csv', ['. ', ', '])).toBe(' three.csv')
  expect(getLastPart('one', ',')).toBe('one')
})
