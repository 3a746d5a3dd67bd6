import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createColumnNames } from './create-column-names.ts'
import { seed, sizes } from '../../../../test/sizes.ts'

const names = (...header: string[]): string[] => createColumnNames(header).map(({ name }) => name)

it.each<[string[], string[]]>([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [
    ['', 'b', ' '],
    ['column_1', 'b', 'column_3'],
  ],
  [
    ['a', 'a', 'a'],
    ['a', 'a_2', 'a_3'],
  ],
  [
    ['a', 'a', 'a_2'],
    ['a', 'a_3', 'a_2'],
  ],
  [
    ['ROWID', 'b', 'rowid_2'],
    ['ROWID_3', 'b', 'rowid_2'],
  ],
  [
    ['Id', 'ID'],
    ['Id', 'ID_2'],
  ],
  [[' two\n words '], ['two words']],
  [
    ['__proto__', 'constructor', '__proto__'],
    ['__proto__', 'constructor', '__proto___2'],
  ],
  [['\uFEFFid'], ['id']],
  [
    ['a\0b', '\0', 'x'.repeat(5_000)],
    ['ab', 'column_2', 'x'.repeat(500)],
  ],
])('names %j as %j', (header, expected) => {
  expect(names(...header)).toEqual(expected)
})

it('keeps the source name of a changed name', () => {
  expect(createColumnNames(['a', ' a'])).toEqual([{ name: 'a' }, { name: 'a_2', sourceName: ' a' }])
})

it('returns unique, non-empty names for any header', () => {
  const cell = fc.constantFrom('', 'a', 'A', 'a_2', 'a_3', 'column_1', ' ', 'b', 'column_1_2')
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 8 }), (header) => {
      const given = names(...header).map((name) => name.toLowerCase())
      expect(new Set(given).size).toBe(header.length)
      expect(given.every((name) => name !== '')).toBe(true)
    }),
    { numRuns: sizes.propertyRuns, seed },
  )
})
