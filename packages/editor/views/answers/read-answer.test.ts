import type { ProposedRow } from '@aw-flow/schema/internal'
import { expect, it } from 'vitest'
import { toEntries, createAnswer } from './read-answer.ts'

const row: ProposedRow = {
  row: 7,
  cells: ['a', 'b', 'c', 'd'].map((column) => ({ column, value: column, confidence: 0 })),
  informs: 1,
  reason: '',
}
const entries = new Map([
  ['b', 'B'],
  ['c', ''],
  ['d', '?'],
])

it('reads an entry as the correct value, an empty one as null, and "?" as unknown', () => {
  expect(createAnswer(row, entries)).toEqual({
    row: 7,
    cells: [
      { column: 'a', value: 'a', verdict: 'right' },
      { column: 'b', value: 'b', verdict: 'wrong', correct: 'B' },
      { column: 'c', value: 'c', verdict: 'wrong', correct: '' },
      { column: 'd', value: 'd', verdict: 'wrong' },
    ],
  })
})

it('restores the entries of an answer', () => {
  expect(toEntries(createAnswer(row, entries))).toEqual(entries)
})
