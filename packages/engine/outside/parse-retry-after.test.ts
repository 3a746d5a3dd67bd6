import { expect, it } from 'vitest'
import { parseRetryAfter } from './parse-retry-after.ts'

const now = Date.parse('2026-11-30T08:00:00Z')
const date = 'Mon, 30 Nov 2026 09:30:00 GMT'

it.each([
  ['seconds', { 'retry-after': ' 5 ' }, 5_000],
  ['fractions of seconds', { 'retry-after': '0.5' }, 500],
  [
    'a date relative to the Date of the response',
    { 'retry-after': date, date: 'Mon, 30 Nov 2026 09:29:55 GMT' },
    5_000,
  ],
  ['a date relative to the clock', { 'retry-after': 'Mon, 30 Nov 2026 08:00:05 GMT' }, 5_000],
  [
    'a date relative to the clock beside an invalid Date',
    { 'retry-after': 'Mon, 30 Nov 2026 08:00:05 GMT', date: 'x' },
    5_000,
  ],
  ['a date in the past', { 'retry-after': 'Mon, 30 Nov 2026 07:00:00 GMT' }, 0],
  ['at most an hour', { 'retry-after': date }, 3_600_000],
  ['nothing if it is missing', {}, undefined],
  ['nothing if it is invalid', { 'retry-after': 'soon' }, undefined],
])('returns %s', (_, headers, delayMs) => {
  expect(parseRetryAfter(headers, { now })).toBe(delayMs)
})
