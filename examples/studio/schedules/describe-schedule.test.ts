import { expect, test } from 'vitest'
import { createEnglishStrings } from '../language/english.ts'
import { loadStrings } from '../language/load-strings.ts'
import { describeTimes } from './describe-schedule.ts'

const languages = [createEnglishStrings('en-GB'), await loadStrings('de')]
const describeCron = (cron: string): (string | undefined)[] =>
  languages.map((texts) => describeTimes({ cron, every_seconds: null, dates: null }, texts))

test.each([
  ['* * * * *', 'Every minute', 'Jede Minute'],
  ['*/15 * * * *', 'Every 15 minutes', 'Alle 15 Minuten'],
  ['0 * * * *', 'Every hour', 'Jede Stunde'],
  ['5 */2 * * *', 'Every 2 hours, at minute 5', 'Alle 2 Stunden, zur Minute 5'],
  ['30 6 * * *', 'Every day at 06:30', 'Jeden Tag um 06:30'],
  ['0 7 * * 1-5', 'Monday to Friday at 07:00', 'Montag bis Freitag um 07:00'],
  ['0 7 * * SUN', 'Every Sunday at 07:00', 'Jeden Sonntag um 07:00'],
  ['0 7 * * MON', 'Every Monday at 07:00', 'Jeden Montag um 07:00'],
  ['15 23 31 * *', 'On day 31 of every month at 23:15', 'Am 31. jedes Monats um 23:15'],
])('%s is “%s”, in German “%s”', (cron, inEnglish, inGerman) => {
  expect(describeCron(cron)).toEqual([inEnglish, inGerman])
})

test('the expression itself describes other times', () => {
  expect(['0 18 L * *', '0 7 * 3 *', '* * * * * *'].flatMap(describeCron)).toEqual(Array(6).fill(undefined))
})

test('describes intervals and dates in sentences', () => {
  const [texts] = languages
  const everyHour = languages.map((words) => describeTimes({ cron: null, every_seconds: 3_600, dates: null }, words))
  expect(everyHour).toEqual(['Every hour', 'Jede Stunde'])
  expect(describeTimes({ cron: null, every_seconds: 21_600, dates: null }, texts)).toBe('Every 6 hours')
  expect(describeTimes({ cron: null, every_seconds: null, dates: ['2026-12-24', '2026-12-31'] }, texts)).toBe('2 dates')
})
