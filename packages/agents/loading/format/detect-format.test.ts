import { expect, it } from 'vitest'
import { detectFormat, parseJsonLines } from './detect-format.ts'
import cases from './detect-format.cases.json' with { type: 'json' }

it.each(cases.formats as [string, string, string][])('detects %s', (_, text, format) => {
  expect(detectFormat(text, true).format).toBe(format)
})

it('accepts the incomplete JSON of a sample', () => {
  expect(detectFormat('[{"a": 1}, {"a":', false).format).toBe('json')
})

it('parseJsonLines skips lines that are not JSON', () => {
  expect(parseJsonLines('{"a": true}\nnot json\n\n[]\n')).toHaveLength(2)
})

it('parseJsonLines reads several objects per line, and objects of several lines', () => {
  const values = parseJsonLines('{"a": 1}{"a": 2} {"a": 3}\n{\n  "a": {\n    "b": 4\n  }\n}\n{"a": \n{"a": 5}\n')
  expect(values.map((value) => (value instanceof Map ? value.size : 0))).toEqual([1, 1, 1, 1, 1])
})

it('detects the incomplete script of a sample', () => {
  expect(detectFormat('callback([{"a": 1}, {"a":', false)).toMatchObject({ format: 'script', before: 'callback(' })
})
