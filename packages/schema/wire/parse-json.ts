import { message, type Text } from '@aw-flow/messages'
import { error, type Problem } from './problem.ts'
import { failed, ok, type Result } from './result.ts'
import type { Json } from '../document/workflow.ts'

/**
 * Parses JSON text. A leading byte order mark is ignored. Integers that a JavaScript number cannot represent, such as
 * 64-bit IDs, and numbers beyond its range become text with the same digits. Numbers that JavaScript wrote remain numbers.
 *
 * @returns The JSON, or a problem with line and column. The problem is the same in every JavaScript engine; the
 * engines' own messages differ and often lack the position.
 * @internal
 */
export function parseJson(text: string): Result<Json> {
  const jsonText = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    return ok(JSON.parse(quoteLargeIntegers(jsonText)) as Json)
  } catch {
    return failed(createMalformedProblem(jsonText))
  }
}

/** The shortest integer that a JavaScript number may not represent has 16 digits, and the largest number ends in e308. */
const manyDigits = /\d{16}|[eE]\+?\d{3}/

/**
 * Quotes the numbers in JSON text that lose digits or become infinite as JavaScript numbers, for libraries that parse the text themselves. Text that
 * is not JSON stays invalid.
 *
 * @internal
 */
export function quoteLargeIntegers(text: string): string {
  if (!manyDigits.test(text)) return text
  const stringOrNumber = /"|-?\d[\d.eE+-]*/g
  const colon = /\s*:/y
  let result = ''
  let copiedLength = 0
  for (let match = stringOrNumber.exec(text); match; match = stringOrNumber.exec(text)) {
    const [token] = match
    if (token === '"') {
      const end = findStringEnd(text, match.index)
      if (typeof end !== 'number') return text
      stringOrNumber.lastIndex = end
    } else if (isLargeInteger(withoutZeros(token)) || isOutOfRange(token)) {
      colon.lastIndex = stringOrNumber.lastIndex
      if (colon.test(text)) return text
      result += `${text.slice(copiedLength, match.index)}"${withoutZeros(token)}"`
      copiedLength = stringOrNumber.lastIndex
    }
  }
  return result + text.slice(copiedLength)
}

/**
 * Returns whether text is an integer that loses digits as a JavaScript number, which is how such integers are kept.
 *
 * @internal
 */
export const isLargeInteger = (text: string): boolean =>
  text.length >= 16 && /^-?[1-9]\d*$/.test(text) && String(Number(text)) !== text

/** Returns an integer without its fraction, such as 9007199254740993.0, which some languages write. */
const withoutZeros = (number: string): string => number.replace(/\.0+$/, '')

const isOutOfRange = (text: string): boolean =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?[eE]\+?\d+$/.test(text) && !Number.isFinite(Number(text))

function createMalformedProblem(text: string): Problem {
  if (text.trim() === '') return error('json.malformed', { reason: message('json.empty', {}) }, { where: { line: 1 } })
  const { offset, expected } = findSyntaxError(text)
  const precedingLines = text.slice(0, offset).split('\n')
  const [line, column] = [precedingLines.length, precedingLines[precedingLines.length - 1]!.length + 1]
  const found = offset >= text.length ? endMessage : JSON.stringify(String.fromCodePoint(text.codePointAt(offset)!))
  const reason = message('json.unexpected-at', { found, expected, line, column })
  return error('json.malformed', { reason }, { where: { line } })
}

const endMessage = message('json.end', {})
const createCharacterMessage = (text: string): Text => message('json.character', { sign: text })

type ExpectedToken = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing'

interface JsonSyntaxError {
  readonly offset: number
  readonly expected: Text
}

/** Finds the offset of the first JSON syntax error (RFC 8259) without recursion. */
function findSyntaxError(text: string): JsonSyntaxError {
  const stack: ('{' | '[')[] = []
  let expectedToken: ExpectedToken = 'value'
  let position = 0
  const getTokenAfterValue = (): ExpectedToken => (stack.length === 0 ? 'nothing' : 'comma or end')
  for (;;) {
    while (position < text.length && ' \t\n\r'.includes(text[position]!)) position++
    const char = text[position]
    const container = stack[stack.length - 1]
    if (expectedToken === 'nothing') return { offset: position, expected: endMessage }
    if (expectedToken === 'colon') {
      if (char !== ':') return { offset: position, expected: createCharacterMessage(':') }
      position++
      expectedToken = 'value'
    } else if (expectedToken === 'comma or end') {
      const end = container === '{' ? '}' : ']'
      if (char === ',') expectedToken = container === '{' ? 'name' : 'value'
      else if (char === end) {
        stack.pop()
        expectedToken = getTokenAfterValue()
      } else return { offset: position, expected: message('json.character-or-end', { sign: ',', end }) }
      position++
    } else if (expectedToken === 'name' || expectedToken === 'name or end') {
      if (char === '}' && expectedToken === 'name or end') {
        stack.pop()
        expectedToken = getTokenAfterValue()
        position++
      } else if (char === '"') {
        const end = findStringEnd(text, position)
        if (typeof end !== 'number') return end
        position = end
        expectedToken = 'colon'
      } else return { offset: position, expected: message('json.a-name', {}) }
    } else if (char === ']' && expectedToken === 'value or end') {
      stack.pop()
      expectedToken = getTokenAfterValue()
      position++
    } else if (char === '{' || char === '[') {
      stack.push(char)
      expectedToken = char === '{' ? 'name or end' : 'value or end'
      position++
    } else {
      const end = char === '"' ? findStringEnd(text, position) : findLiteralEnd(text, position)
      if (typeof end !== 'number') return end
      position = end
      expectedToken = getTokenAfterValue()
    }
  }
}

function findStringEnd(text: string, start: number): number | JsonSyntaxError {
  for (let position = start + 1; position < text.length; position++) {
    const char = text[position]!
    if (char === '"') return position + 1
    if (char < ' ') return { offset: position, expected: message('json.closing-quote-before-break', {}) }
    if (char !== '\\') continue
    const escape = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(position + 1, position + 6))
    if (!escape) return { offset: position, expected: message('json.an-escape', {}) }
    position += escape[0].length
  }
  return { offset: text.length, expected: message('json.closing-quote', {}) }
}

function findLiteralEnd(text: string, start: number): number | JsonSyntaxError {
  const literalPattern = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y
  literalPattern.lastIndex = start
  return literalPattern.test(text) ? literalPattern.lastIndex : { offset: start, expected: message('json.a-value', {}) }
}
