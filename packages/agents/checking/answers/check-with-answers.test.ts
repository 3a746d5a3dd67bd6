import type { Answer, Finding } from '@aw-flow/schema/internal'
import { expect, test } from 'vitest'
import { collectCellEvidence, selectFindings } from '../check-texts.ts'
import { encodeTable } from '../encoded-table.ts'
import { locateAnswers } from './answered-table.ts'
import { checkWithAnswers } from './check-with-answers.ts'

type Rows = readonly (readonly string[])[]

const finish = <Result>(steps: Generator<number, Result>): Result => {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const answersFrom = (header: readonly string[], dirty: Rows, clean: Rows, rows: readonly number[]): Answer[] =>
  rows.map((row) => ({
    row: row + 1,
    cells: header.map((column, at) => {
      const [value, correct] = [dirty[row]?.[at] ?? '', clean[row]?.[at] ?? '']
      return value === correct ? { column, value, verdict: 'right' } : { column, value, verdict: 'wrong', correct }
    }),
  }))

function check(header: readonly string[], dirty: Rows, answers: readonly Answer[]) {
  const answered = locateAnswers(encodeTable(header, dirty), answers)
  const checked = finish(collectCellEvidence(answered.table))
  return { before: selectFindings(checked), ...finish(checkWithAnswers(checked, answered)) }
}

function countErrors(dirty: Rows, clean: Rows, width: number, findings: ReadonlyMap<number, Finding>): number {
  let errors = 0
  dirty.forEach((cells, row) =>
    cells.forEach((cell, at) => {
      const finding = findings.get(row * width + at)
      if ((finding ? finding.repair : cell) !== clean[row]?.[at]) errors++
    }),
  )
  return errors
}

/** Rows with a key, a day in two forms, and a group that the key determines. */
function days(isRight: (row: number) => boolean): { dirty: string[][]; clean: string[][] } {
  const clean = Array.from({ length: 300 }, (_, row) => {
    const [month, day] = [String(1 + (row % 12)).padStart(2, '0'), String(1 + ((row * 7) % 28)).padStart(2, '0')]
    return [`K${1000 + row}`, `${day}.${month}.2019`, row % 3 === 0 ? 'north' : 'south']
  })
  const dirty = clean.map((cells, row) => {
    const [day = '', month = '', year = ''] = (cells[1] as string).split('.')
    return isRight(row) ? [...cells] : [cells[0] as string, `${year}-${month}-${day}`, cells[2] as string]
  })
  return { dirty, clean }
}
const dayHeader = ['key', 'day', 'region']

test('learns that the less frequent form of a column is correct', () => {
  const { dirty, clean } = days((row) => row % 4 === 0)
  const { before, findings } = check(dayHeader, dirty, answersFrom(dayHeader, dirty, clean, [0, 1, 2, 4, 5, 8, 9, 13]))
  expect(countErrors(dirty, clean, 3, before)).toBeGreaterThan(200)
  expect(countErrors(dirty, clean, 3, findings)).toBe(0)
})

test('leaves findings unchanged if answers confirm them', () => {
  const { dirty, clean } = days((row) => row % 10 !== 0)
  const { before, findings, learning } = check(dayHeader, dirty, answersFrom(dayHeader, dirty, clean, [0, 1, 2, 3, 10]))
  expect([...findings.keys()].sort()).toEqual([...before.keys()].sort())
  expect(countErrors(dirty, clean, 3, findings)).toBe(0)
  expect(learning).toMatchObject({ matched: 5, added: 0, removed: 0 })
})

test('answers about rows of an earlier file apply to the next one', () => {
  const { dirty, clean } = days((row) => row % 4 === 0)
  const answers = answersFrom(dayHeader, dirty, clean, [0, 1, 2, 4, 5, 8, 9, 13])
  const next = { dirty: dirty.slice(100), clean: clean.slice(100) }
  const { findings, learning } = check(dayHeader, next.dirty, answers)
  expect(learning.matched).toBe(0)
  expect(countErrors(next.dirty, next.clean, 3, findings)).toBe(0)
})

test('a cell is reported as answered', () => {
  const { dirty, clean } = days(() => true)
  const answers: Answer[] = [
    {
      cells: dayHeader.map((column, at) => ({
        column,
        value: dirty[7]?.[at] ?? '',
        ...(column === 'region' ? { verdict: 'wrong', correct: 'west' } : { verdict: 'right' }),
      })),
    },
  ]
  const { findings } = check(dayHeader, dirty, answers)
  expect([...findings.values()]).toMatchObject([{ row: 8, column: 'region', repair: 'west', rule: 'answer' }])
  expect(countErrors(dirty, clean, 3, findings)).toBe(1)
})

test('an answer decides a contradiction between sources', () => {
  const header = ['flight', 'source', 'gate', 'hall']
  const clean: string[][] = []
  const dirty: string[][] = []
  for (let source = 0; source < 9; source++)
    for (let flight = 0; flight < 30; flight++) {
      const truth = [`F${flight}`, `site ${'abcdefghi'[source]}`, `G${flight * 3 + 1}`, `H${flight % 15}`]
      clean.push(truth)
      // Most sources copy one wrong gate of the first flight.
      const isCopied = flight === 0 && source > 1
      const isWrong = !isCopied && (flight * 5 + source * 7) % 9 === 0
      const isHallWrong = (flight * 7 + source * 5) % 8 === 0
      dirty.push(
        truth
          .with(2, isCopied ? 'G77' : isWrong ? `G${source}${flight}` : (truth[2] as string))
          .with(3, isHallWrong ? `H${flight}${source}` : (truth[3] as string)),
      )
    }
  const { before, findings } = check(header, dirty, answersFrom(header, dirty, clean, [60, 61, 65]))
  const wrongGates = [2, 3, 4, 5, 6, 7, 8].map((source) => source * 30 * 4 + 2)
  expect(wrongGates.filter((key) => before.has(key))).toEqual([])
  expect(wrongGates.map((key) => findings.get(key)?.repair)).toEqual(wrongGates.map(() => 'G1'))
})
