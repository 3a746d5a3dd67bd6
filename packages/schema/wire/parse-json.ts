import { message, type Text } from '@aw-flow/messages'
import { error, type Problem } from './problem.ts'
import type { Json } from '../document/workflow.ts'

/** @internal */
export type ParsedJson = { json: Json; problem?: undefined } | { json?: undefined; problem: Problem }

/**
 * Parses JSON text. A byte order mark is skipped.
 *
 * @returns The JSON, or a problem with line and column, the same in every JavaScript engine (their own messages differ
 *   and often contain no position).
 * @internal
 */
export function parseJson(text: string): ParsedJson {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    return { json: JSON.parse(bare) as Json }
  } catch {
    return { problem: malformed(bare) }
  }
}

function malformed(text: string): Problem {
  if (text.trim() === '') return error('json.malformed', { reason: message('json.empty', {}) }, { where: { line: 1 } })
  const { offset, expected } = findFault(text)
  const before = text.slice(0, offset).split('\n')
  const [line, column] = [before.length, before[before.length - 1]!.length + 1]
  const found = offset >= text.length ? theEnd : JSON.stringify(String.fromCodePoint(text.codePointAt(offset)!))
  const reason = message('json.unexpected-at', { found, expected, line, column })
  return error('json.malformed', { reason }, { where: { line } })
}

const theEnd = message('json.end', {})
const sign = (text: string): Text => message('json.sign', { sign: text })

type Expecting = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing'

interface Fault {
  readonly offset: number
  readonly expected: Text
}

/** The first offset at which a text stops being JSON by RFC 8259. Keeps its own stack. */
function findFault(text: string): Fault {
  const open: ('{' | '[')[] = []
  let expecting: Expecting = 'value'
  let at = 0
  const afterValue = (): Expecting => (open.length === 0 ? 'nothing' : 'comma or end')
  for (;;) {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++
    const found = text[at]
    const inside = open[open.length - 1]
    if (expecting === 'nothing') return { offset: at, expected: theEnd }
    if (expecting === 'colon') {
      if (found !== ':') return { offset: at, expected: sign(':') }
      at++
      expecting = 'value'
    } else if (expecting === 'comma or end') {
      const end = inside === '{' ? '}' : ']'
      if (found === ',') expecting = inside === '{' ? 'name' : 'value'
      else if (found === end) {
        open.pop()
        expecting = afterValue()
      } else return { offset: at, expected: message('json.sign-or-end', { sign: ',', end }) }
      at++
    } else if (expecting === 'name' || expecting === 'name or end') {
      if (found === '}' && expecting === 'name or end') {
        open.pop()
        expecting = afterValue()
        at++
      } else if (found === '"') {
        const end = stringEnd(text, at)
        if (typeof end !== 'number') return end
        at = end
        expecting = 'colon'
      } else return { offset: at, expected: message('json.a-name', {}) }
    } else if (found === ']' && expecting === 'value or end') {
      open.pop()
      expecting = afterValue()
      at++
    } else if (found === '{' || found === '[') {
      open.push(found)
      expecting = found === '{' ? 'name or end' : 'value or end'
      at++
    } else {
      const end = found === '"' ? stringEnd(text, at) : wordEnd(text, at)
      if (typeof end !== 'number') return end
      at = end
      expecting = afterValue()
    }
  }
}

function stringEnd(text: string, start: number): number | Fault {
  for (let at = start + 1; at < text.length; at++) {
    const found = text[at]!
    if (found === '"') return at + 1
    if (found < ' ') return { offset: at, expected: message('json.closing-quote-before-break', {}) }
    if (found !== '\\') continue
    const escape = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))
    if (!escape) return { offset: at, expected: message('json.an-escape', {}) }
    at += escape[0].length
  }
  return { offset: text.length, expected: message('json.closing-quote', {}) }
}

function wordEnd(text: string, start: number): number | Fault {
  const word = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y
  word.lastIndex = start
  return word.test(text) ? word.lastIndex : { offset: start, expected: message('json.a-value', {}) }
}
