import { expect, test } from 'vitest'
import { toIsoTime } from './iso-time.ts'

test.each([
  '2026-11-21T21:37:00+00:00',
  '2026-11-21T21:37:00.1+00:00',
  '2026-11-21T21:37:00.12+00:00',
  '2026-11-21T21:37:00.123+00:00',
  '2026-11-21T21:37:00.123456+00:00',
  '2026-11-21T21:37:00.5+05:30',
  '2026-11-21T21:37:00-08:00',
  '0099-01-02T03:04:05+00:00',
])('writes %s as a date does', (text) => {
  expect(toIsoTime(text)).toBe(new Date(text).toISOString())
})
