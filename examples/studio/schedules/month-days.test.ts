import { expect, it } from 'vitest'
import { assignRunsToDays, listMonthDays } from './month-days.ts'

it('lists whole weeks from Monday', () => {
  for (const [year, month, count] of [
    [2027, 1, 28],
    [2026, 10, 42],
    [2026, 11, 35],
  ] as const) {
    const days = listMonthDays(year, month)
    expect(days.length).toBe(count)
    expect(new Date(days[0]!.start).getDay()).toBe(1)
    expect(days.filter(({ isInMonth }) => isInMonth).length).toBe(new Date(year, month + 1, 0).getDate())
  }
})

it('adds planned times to their local days, in order', () => {
  const times = [new Date(2026, 1, 3, 23, 59).getTime(), new Date(2026, 1, 4).getTime()]
  const days = assignRunsToDays(listMonthDays(2026, 1), [
    { name: 'a', times },
    { name: 'b', times: [new Date(2026, 1, 3, 8).getTime()] },
  ])
  const byDay = days.filter(({ entries }) => entries.length > 0)
  expect(byDay.map(({ start, entries }) => [new Date(start).getDate(), entries.map(({ name }) => name)])).toEqual([
    [3, ['b', 'a']],
    [4, ['a']],
  ])
})
