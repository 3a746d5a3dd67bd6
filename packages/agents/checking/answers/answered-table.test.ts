import type { Answer } from '@aw-flow/schema/internal'
import { expect, test } from 'vitest'
import { encodeTable } from '../encoded-table.ts'
import { locateAnswers } from './answered-table.ts'

const header = ['id', 'color']
const table = () =>
  encodeTable(header, [
    ['1', 'red'],
    ['2', 'gren'],
    ['1', 'red'],
  ])

const answer = (id: string, color: string, correct?: string, row?: number): Answer => ({
  ...(row === undefined ? {} : { row }),
  cells: [
    { column: 'id', value: id, verdict: 'right' },
    { column: 'color', value: color, verdict: correct === undefined ? 'right' : 'wrong', ...(correct === undefined ? {} : { correct }) }, // oxfmt-ignore
  ],
})

test('locates rows by their values', () => {
  const { verdicts, matchedAnswerCount, rowCount } = locateAnswers(table(), [answer('2', 'gren', 'green')])
  expect([matchedAnswerCount, rowCount]).toEqual([1, 3])
  expect(Object.fromEntries(verdicts)).toEqual({
    2: { isWrong: false, correctValue: '2' },
    3: { isWrong: true, correctValue: 'green' },
  })
})

test('prefers the row number among equal rows, and uses each row once', () => {
  expect(locateAnswers(table(), [answer('1', 'red', undefined, 3)]).answeredRows).toEqual([2])
  expect(locateAnswers(table(), [answer('1', 'red'), answer('1', 'red')]).answeredRows).toEqual([0, 2])
})

test('adds rows that are not in the table, and ignores answers about other columns', () => {
  const located = locateAnswers(table(), [
    answer('9', 'blu', 'blue'),
    { cells: [{ column: 'weight', value: '1', verdict: 'right' }] },
  ])
  expect(located).toMatchObject({ rowCount: 3, matchedAnswerCount: 0, answeredRows: [3] })
  expect(located.table.rows).toBe(4)
  expect(located.verdicts.get(7)).toEqual({ isWrong: true, correctValue: 'blue' })
})

test('a row number does not select a row with other values', () => {
  expect(locateAnswers(table(), [answer('2', 'gren', 'green', 1)]).answeredRows).toEqual([1])
})
