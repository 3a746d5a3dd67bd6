import { expect, it } from 'vitest'
import { checkCells } from '../check-texts.ts'
import { encodeTable } from '../encoded-table.ts'
import { findDurations } from './find-durations.ts'

const header = ['departure', 'minutes', 'arrival']
const time = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** Flights, some of which arrive on the next day. */
const flights = (): string[][] =>
  Array.from({ length: 120 }, (_, row) => {
    const departure = (row * 137) % 1440
    const minutes = 45 + ((row * 31) % 300)
    return [time(departure), String(minutes), time(departure + minutes)]
  })

it('finds the time between two times, also across midnight', () => {
  expect(findDurations(encodeTable(header, flights()), 0)).toMatchObject([
    { startIndex: 0, endIndex: 2, durationIndex: 1, minutesPerUnit: 1, mismatchShare: 0 },
  ])
})

it('finds nothing among unrelated times', () => {
  const rows = flights().map(([departure, minutes], row) => [
    departure as string,
    minutes as string,
    time((row * row * 7) % 1440),
  ])
  expect(findDurations(encodeTable(header, rows), 0)).toEqual([])
})

it('repairs a time that contradicts the other two columns, and leaves an arrival on the next day', () => {
  const rows = flights()
  const right = rows[40]![2]
  rows[40]![2] = '21:45'
  const steps = checkCells(encodeTable(header, rows))
  let step = steps.next()
  while (!step.done) step = steps.next()
  expect(step.value.map(({ row, column, repair }) => ({ row, column, repair }))).toEqual([
    { row: 41, column: 'arrival', repair: right },
  ])
})
