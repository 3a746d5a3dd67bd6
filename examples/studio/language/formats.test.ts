import { expect, it } from 'vitest'
import { createFormats } from './formats.ts'

it.each([
  [0, 'just now'],
  [60, '1 minute ago'],
  [59 * 60, '59 minutes ago'],
  [3_600, '1 hour ago'],
  [5 * 3_600, '5 hours ago'],
  [86_400, 'yesterday'],
  [3 * 86_400, '3 days ago'],
])('formats %d s ago as "%s"', (seconds, words) => {
  expect(createFormats('en-GB').relativeTime(0, seconds * 1000, 'just now')).toBe(words)
})

it('formats older times as a date', () => {
  const [time, now] = [Date.UTC(2026, 10, 1, 12), Date.UTC(2026, 10, 20)]
  expect(createFormats('en-GB').relativeTime(time, now, 'just now')).toBe('1 Nov 2026')
  expect(createFormats('de').relativeTime(time, now, 'gerade eben')).toBe('01.11.2026')
})

it('formats numbers, durations and plurals by language', () => {
  expect(createFormats('en').pluralize(1, 'row', 'rows')).toBe('1 row')
  expect(createFormats('en').pluralize(1234, 'row', 'rows')).toBe('1,234 rows')
  expect(createFormats('de').pluralize(1234, 'Zeile', 'Zeilen')).toBe('1.234 Zeilen')
  expect(createFormats('en').percent(0.75)).toBe('75%')
  expect(createFormats('de').percent(0.75)).toBe('75\u00A0%')
  expect(createFormats('de').duration(1_500)).toContain('1,5')
})

it('formats planned times with seconds only if they have some', () => {
  const time = new Date(2026, 10, 20, 7, 5).getTime()
  expect(createFormats('en-GB').scheduledTime(time)).toBe('20 Nov 2026, 07:05')
  expect(createFormats('en-GB').scheduledTime(time + 30_000)).toBe('20 Nov 2026, 07:05:30')
  expect(createFormats('de').scheduledTime(time)).toBe('20.11.2026, 07:05')
})
