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
  ['a date without a weekday', { 'retry-after': '2026-11-30T08:00:07Z' }, 7_000],
  ['a date of RFC 850', { 'retry-after': 'Monday, 30-Nov-26 08:00:05 GMT' }, 5_000],
  ['at most an hour for very many seconds', { 'retry-after': '9'.repeat(400) }, 3_600_000],
  ['the first of several values', { 'retry-after': '7, 9' }, 7_000],
  ['seconds with a unit', { 'retry-after': '7s' }, 7_000],
  ['milliseconds', { 'retry-after-ms': '1200', 'retry-after': '2' }, 1_200],
  ['seconds beside invalid milliseconds', { 'retry-after-ms': '-', 'retry-after': '2' }, 2_000],
  ['nothing if it is missing', {}, undefined],
  ['nothing if it is empty', { 'retry-after': ' ' }, undefined],
  ['nothing if it is invalid', { 'retry-after': 'soon' }, undefined],
  ['nothing if it is negative', { 'retry-after': '-5' }, undefined],
  ['nothing if it is no time', { 'retry-after': 'in 5 minutes' }, undefined],
])('returns %s', (_, headers, delayMs) => {
  expect(parseRetryAfter(headers, { now })).toBe(delayMs)
})
