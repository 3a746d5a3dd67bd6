import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { getSentence } from '../../../test/render-messages.ts'
import { parseJson } from './parse-json.ts'
import { getProblem, ok } from './result.ts'
import { seed, sizes } from '../../../test/sizes.ts'

describe('parseJson', () => {
  test.each([
    ['', 1, 'it is empty'],
    ['hello', 1, 'unexpected "h" at line 1, column 1; expected a value'],
    ['{\n  "a": 1,\n  b: 2\n}', 3, 'unexpected "b" at line 3, column 3; expected a name in double quotes'],
    ['{\n  "a": 1,\n}', 3, 'unexpected "}" at line 3, column 1; expected a name in double quotes'],
    ['{"a" 1}', 1, 'expected ":"'],
    ['[1,\n2\n3]', 3, 'unexpected "3" at line 3, column 1; expected "," or "]"'],
    ['[1,\n2', 2, 'unexpected end of text at line 2, column 2; expected "," or "]"'],
    ['{"a":\n"b', 2, 'expected a closing double quote.'],
    ['["a\nb"]', 1, 'expected a closing double quote (write line breaks as \\n)'],
    ['["\\x"]', 1, 'expected a JSON escape (\\" \\\\ \\/ '],
    ['[01]', 1, 'unexpected "0" at line 1, column 2; expected a value'],
    ['{} {}', 1, 'unexpected "{" at line 1, column 4; expected end of text'],
    ['[1, 💥]', 1, 'unexpected "💥" at line 1, column 5'],
  ])('names the location of the error in %j', (text, line, words) => {
    const problem = getProblem(parseJson(text))
    expect(problem?.where).toEqual({ line })
    expect(getSentence(problem)).toContain(words)
  })

  test.each([
    ['8202522731445525542', '8202522731445525542'],
    ['[{"id": -8202522731445525542}]', [{ id: '-8202522731445525542' }]],
    [
      '{"8202522731445525542": "8202522731445525542 \\" 8202522731445525542"}',
      {
        '8202522731445525542': '8202522731445525542 " 8202522731445525542',
      },
    ],
    [
      '[9007199254740993,9007199254740992,12345678901234567890123]',
      ['9007199254740993', 2 ** 53, '12345678901234567890123'],
    ],
    [
      '[1152921504606847000, 1e+25, 0.12345678901234566, 1234567890123456]',
      [2 ** 60, 1e25, 0.12345678901234566, 1234567890123456],
    ],
    ['[9007199254740993.0, -9007199254740993.00, 2.0]', ['9007199254740993', '-9007199254740993', 2]],
    [
      '{"a": [1e400, -1.5E+999, 1e308, 1e-400], "1e400": "1e400"}',
      { a: ['1e400', '-1.5E+999', 1e308, 0], '1e400': '1e400' },
    ],
  ])('keeps the digits of each number in %s', (text, value) => {
    expect(parseJson(text)).toEqual(ok(value))
  })

  test('rejects numbers that are not JSON, however many digits they have', () => {
    for (const text of [
      '08202522731445525542',
      '8202522731445525542.',
      '--8202522731445525542',
      '8202522731445525542a',
      '01e400',
      '1.e400',
    ])
      expect(getProblem(parseJson(text))?.code).toBe('json.malformed')
  })

  test('returns the same as JSON.parse', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseJson(JSON.stringify(value))).toEqual(ok(JSON.parse(JSON.stringify(value))))
      }),
      { seed: 1 },
    )
  })

  test('returns a result for every text', () => {
    const nearly = fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, piece]) => {
      const cut = at % (text.length + 1)
      return text.slice(0, cut) + piece + text.slice(cut + 1)
    })
    fc.assert(
      fc.property(nearly, (text) => {
        const problem = getProblem(parseJson(text))
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

  test('names the location of an error at any depth', () => {
    expect(getSentence(getProblem(parseJson('['.repeat(200_000))))).toContain(
      'unexpected end of text at line 1, column 200,001',
    )
  })
})
