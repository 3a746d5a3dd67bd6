import { error, type Problem } from './problem.ts'
import type { Json } from '../document/workflow.ts'

export type ParsedJson = { json: Json; problem?: undefined } | { json?: undefined; problem: Problem }

/**
 * Reads JSON text. What is wrong comes back as a problem that names line and column in the same words in every engine
 * (their own messages differ, and often name no place). A byte order mark is skipped.
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
  if (text.trim() === '') return error('json.malformed', 'This is not JSON: it is empty.', { where: { line: 1 } })
  const { offset, expected } = findFault(text)
  const before = text.slice(0, offset).split('\n')
  const place = `line ${before.length}, column ${before[before.length - 1]!.length + 1}`
  const found = offset >= text.length ? 'the end' : JSON.stringify(String.fromCodePoint(text.codePointAt(offset)!))
  return error('json.malformed', `This is not JSON: at ${place} stands ${found}, expected is ${expected}.`, {
    where: { line: before.length },
  })
}

type Expecting = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing'

/** The first offset at which a text that is not JSON stops being JSON, by RFC 8259. Keeps its own stack. */
function findFault(text: string): { offset: number; expected: string } {
  const open: ('{' | '[')[] = []
  let expecting: Expecting = 'value'
  let at = 0
  const afterValue = (): Expecting => (open.length === 0 ? 'nothing' : 'comma or end')
  for (;;) {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++
    const found = text[at]
    const inside = open[open.length - 1]
    if (expecting === 'nothing') return { offset: at, expected: 'the end' }
    if (expecting === 'colon') {
      if (found !== ':') return { offset: at, expected: '":"' }
      at++
      expecting = 'value'
    } else if (expecting === 'comma or end') {
      const end = inside === '{' ? '}' : ']'
      if (found === ',') expecting = inside === '{' ? 'name' : 'value'
      else if (found === end) {
        open.pop()
        expecting = afterValue()
      } else return { offset: at, expected: `"," or "${end}"` }
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
      } else return { offset: at, expected: 'a name in double quotes' }
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

function stringEnd(text: string, start: number): number | { offset: number; expected: string } {
  for (let at = start + 1; at < text.length; at++) {
    const found = text[at]!
    if (found === '"') return at + 1
    if (found < ' ') return { offset: at, expected: 'the closing double quote (line breaks are written \\n)' }
    if (found !== '\\') continue
    const escape = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))
    if (!escape) return { offset: at, expected: 'an escape of JSON (\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX)' }
    at += escape[0].length
  }
  return { offset: text.length, expected: 'a closing double quote' }
}

function wordEnd(text: string, start: number): number | { offset: number; expected: string } {
  const word = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y
  word.lastIndex = start
  return word.test(text) ? word.lastIndex : { offset: start, expected: 'a value' }
}
