import { englishFormatter } from '@aw-flow/messages/catalogs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonNumber, parseJsonPrefix, type JsonNode } from './parse-json-prefix.ts'
import { seed, sizes } from '../../../../test/sizes.ts'

const plain = (node: JsonNode | undefined): unknown => {
  if (node instanceof JsonNumber) return Number(node.text)
  if (Array.isArray(node)) return node.map(plain)
  if (node instanceof Map) return Object.fromEntries([...node].map(([key, value]) => [key, plain(value)]))
  return node
}

describe('parseJsonPrefix', () => {
  it('parses JSON values like JSON.parse', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const text = JSON.stringify(value)
        const parsed = parseJsonPrefix(text)
        expect(parsed.isComplete).toBe(true)
        expect(plain(parsed.value)).toEqual(JSON.parse(text))
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('parses any prefix of a list or an object without a syntax error', () => {
    const text = '{"a": [1, -2.5e3, {"b": "x\\ny", "c": null}], "d": true, "e": [[false]]}'
    for (let length = 1; length < text.length; length++) {
      const parsed = parseJsonPrefix(text.slice(0, length))
      expect(parsed).toMatchObject({ isComplete: false })
      expect(parsed.syntaxError).toBeUndefined()
    }
  })

  it('keeps the order of keys that look like numbers, and the digits of numbers', () => {
    const { value } = parseJsonPrefix('{"b": 1, "2": 12345678901234567890, "1": 1.0}')
    expect(value instanceof Map && [...value.keys()]).toEqual(['b', '2', '1'])
    expect(value instanceof Map && (value.get('2') as JsonNumber).text).toBe('12345678901234567890')
  })

  it('parses NaN and Infinity as written by Python', () => {
    const { value, isComplete: complete, syntaxError } = parseJsonPrefix('[NaN, Infinity, -Infinity, -1]')
    expect(syntaxError).toBeUndefined()
    expect(complete).toBe(true)
    expect(value).toEqual([null, ...['Infinity', '-Infinity', '-1'].map((text) => new JsonNumber(text))])
    for (const cut of ['[Na', '[-Infi', '[Infinit', '[-'])
      expect(parseJsonPrefix(cut)).toMatchObject({ value: [], isComplete: false })
    expect(parseJsonPrefix('[Nil]').syntaxError?.reason).toEqual({
      code: 'json.not-a-value',
      params: { character: 'N' },
    })
  })

  it.each<[string, number, string]>([
    ['[\n  {"a": 1}\n  {"a": 2}\n]', 3, 'expected ",", found "{"'],
    ['{"a" 1}', 1, 'expected ":", found "1"'],
    ['{a: 1}', 1, 'expected a quoted key, found "a"'],
    ['[1, 2,]', 1, 'expected a value after the comma, found "]"'],
    ['["a\nb"]', 1, 'a string has no closing quote'],
    ["['a']", 1, '"\'" does not start a value'],
  ])('reports the position of the syntax error in %j', (text, line, message) => {
    const { syntaxError } = parseJsonPrefix(text)
    expect(syntaxError?.line).toBe(line)
    expect(syntaxError && englishFormatter.format(syntaxError.reason)).toBe(message)
  })

  it('limits the nesting depth', () => {
    expect(parseJsonPrefix('['.repeat(100_000)).syntaxError?.reason.code).toBe('json.too-deep')
  })
})
