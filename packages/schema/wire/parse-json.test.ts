import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'
import { seed, sizes } from '../../../test/sizes.ts'

describe('parseJson', () => {
  test.each([
    ['', 1, 'it is empty'],
    ['hello', 1, 'column 1 stands "h", expected is a value'],
    ['{\n  "a": 1,\n  b: 2\n}', 3, 'column 3 stands "b", expected is a name in double quotes'],
    ['{\n  "a": 1,\n}', 3, 'stands "}", expected is a name in double quotes'],
    ['{"a" 1}', 1, 'expected is ":"'],
    ['[1,\n2\n3]', 3, 'stands "3", expected is "," or "]"'],
    ['[1,\n2', 2, 'stands the end, expected is "," or "]"'],
    ['{"a":\n"b', 2, 'stands the end, expected is a closing double quote'],
    ['["a\nb"]', 1, 'expected is the closing double quote'],
    ['["\\x"]', 1, 'expected is an escape'],
    ['[01]', 1, 'stands "0", expected is a value'],
    ['{} {}', 1, 'stands "{", expected is the end'],
    ['[1, 💥]', 1, 'stands "💥"'],
  ])('names the place of the fault in %j', (text, line, words) => {
    const { problem } = parseJson(text)
    expect(problem?.where).toEqual({ line })
    expect(problem?.message).toContain(words)
  })

  test('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseJson(JSON.stringify(value))).toEqual({ json: JSON.parse(JSON.stringify(value)) })
      }),
      { seed: 1 },
    )
  })

  test('answers every text, JSON or not', () => {
    const nearly = fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, piece]) => {
      const cut = at % (text.length + 1)
      return text.slice(0, cut) + piece + text.slice(cut + 1)
    })
    fc.assert(
      fc.property(nearly, (text) => {
        const { problem } = parseJson(text)
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        expect(problem === undefined).toBe(isJson)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  test('names the place of a fault at any depth', () => {
    expect(parseJson('['.repeat(200_000)).problem?.message).toContain('column 200001 stands the end')
  })
})
