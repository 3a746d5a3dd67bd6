import { expect, test } from 'vitest'
import { limitLines } from './limit-lines.ts'

const createLines = (count: number, line = '1,a', newline = '\n'): string => `${line}${newline}`.repeat(count)

test.each(['\n', '\r\n'])('only the first 1,000 lines that end with %j remain', (newline) => {
  expect(limitLines(createLines(3_000, '1,a', newline))).toBe(createLines(1_000, '1,a', newline))
})

test.each(['', ' ,,', '# Next', '% Next', '; Next'])('lines below the separator %j remain', (separator) => {
  const above = `${createLines(3_000)}${separator}\n`
  expect(limitLines(above + createLines(3_000))).toBe(`${above}${createLines(999)}`)
})

test('a text is complete if it is short, or if only later lines contain quotes', () => {
  const quoted = `${createLines(3_000)}1,"a"\n${createLines(3_000)}`
  expect(limitLines(quoted)).toBe(quoted)
  expect(limitLines(createLines(1_000))).toBe(createLines(1_000))
  expect(limitLines(createLines(3_000).replaceAll('\n', '\r'))).toBe(createLines(3_000).replaceAll('\n', '\r'))
})
