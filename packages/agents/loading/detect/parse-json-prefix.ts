import { message, type Message } from '@aw-flow/messages'

/** A JSON number as it is written, since reading it may lose digits. */
export class JsonNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** A parsed JSON value; objects keep the order of their keys, also of those that look like numbers. */
export type JsonNode = null | boolean | string | JsonNumber | JsonNode[] | Map<string, JsonNode>

/** What is wrong in a JSON text, and where: line and column from 1. */
export interface JsonFault {
  reason: Message
  line: number
  column: number
}

export interface ParsedPrefix {
  value: JsonNode | undefined
  /** True where the value ended before the text did. */
  complete: boolean
  /** Offset after the value. */
  end: number
  /** Absent where the text merely ends early. */
  fault?: JsonFault
}

const maxDepth = 200
const [quote, backslash, blank, lineFeed] = [0x22, 0x5c, 0x20, 0x0a]

/**
 * Parses the beginning of a JSON text. A text that ends inside a value (a sample of a large file) gives what stood
 * before its end; a text that is no JSON gives the place where it stops to be.
 */
export function parseJsonPrefix(text: string, start = 0): ParsedPrefix {
  const parser = new PrefixParser(text, start)
  const value = parser.value(0)
  const fault = parser.fault
  return {
    value,
    complete: !parser.ended && fault === undefined,
    end: parser.at,
    ...(fault ? { fault: { reason: fault.reason, ...lineAndColumn(text, fault.at) } } : {}),
  }
}

export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return { line, column: at - before.lastIndexOf('\n') }
}

const literals: [string, JsonNode][] = [
  ['true', true],
  ['false', false],
  ['null', null],
  // No JSON, but what Python and others write for numbers that JSON lacks.
  ['NaN', null],
  ['Infinity', new JsonNumber('Infinity')],
  ['-Infinity', new JsonNumber('-Infinity')],
]

class PrefixParser {
  readonly text: string
  at: number
  /** The text is over, the value is not. */
  ended = false
  fault: { reason: Message; at: number } | undefined = undefined

  constructor(text: string, start: number) {
    this.text = text
    this.at = start
  }

  get stopped(): boolean {
    return this.ended || this.fault !== undefined
  }

  value(depth: number): JsonNode | undefined {
    if (depth > maxDepth) return this.fail(message('json.too-deep', { depth: maxDepth }))
    this.skipSpace()
    const character = this.text[this.at]
    if (character === undefined) return this.end()
    if (character === '{') return this.object(depth)
    if (character === '[') return this.list(depth)
    if (character === '"') return this.string()
    if ((character === '-' && this.text[this.at + 1] !== 'I') || (character >= '0' && character <= '9'))
      return this.number()
    for (const [word, value] of literals) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length
        return value
      }
      if (word.startsWith(this.text.slice(this.at))) return this.end()
    }
    return this.fail(message('json.not-a-value', { character }))
  }

  private object(depth: number): Map<string, JsonNode> {
    const object = new Map<string, JsonNode>()
    this.at++
    if (this.skipTo('}')) return object
    while (!this.stopped) {
      if (this.text[this.at] !== '"') {
        if (this.at >= this.text.length) this.end()
        else this.fail(message('json.key-expected', { found: this.text[this.at]! }))
        break
      }
      const key = this.string()
      if (key === undefined || !this.expect(':')) break
      const value = this.value(depth + 1)
      if (value !== undefined) object.set(key, value)
      if (this.stopped || this.skipTo('}')) break
      this.comma('}')
    }
    return object
  }

  private list(depth: number): JsonNode[] {
    const list: JsonNode[] = []
    this.at++
    if (this.skipTo(']')) return list
    while (!this.stopped) {
      const value = this.value(depth + 1)
      if (value !== undefined) list.push(value)
      if (this.stopped || this.skipTo(']')) break
      this.comma(']')
    }
    return list
  }

  private string(): string | undefined {
    const { text } = this
    let end = this.at + 1
    let isPlain = true
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end)
      if (code === quote) break
      if (code === lineFeed) return this.fail(message('json.open-text', {}))
      if (code === backslash) end++
      if (code === backslash || code < blank) isPlain = false
    }
    if (end >= text.length) return this.end()
    if (isPlain) {
      const plain = text.slice(this.at + 1, end)
      this.at = end + 1
      return plain
    }
    const raw = text.slice(this.at, end + 1)
    try {
      const parsed = JSON.parse(raw) as string
      this.at = end + 1
      return parsed
    } catch {
      return this.fail(message('json.not-escaped', {}))
    }
  }

  private number(): JsonNumber | undefined {
    const rule = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
    rule.lastIndex = this.at
    const match = rule.exec(this.text)
    if (!match) return this.at === this.text.length - 1 ? this.end() : this.fail(message('json.not-a-number', {}))
    const rest = this.text.slice(this.at + match[0].length, this.at + match[0].length + 40)
    // Nothing but parts of a number up to the end of a sample: the number is cut.
    if (rest.length < 40 && /^[\d.eE+-]+$/.test(rest)) return this.end()
    this.at += match[0].length
    return new JsonNumber(match[0])
  }

  private skipSpace(): void {
    for (; ; this.at++) {
      const code = this.text.charCodeAt(this.at)
      if (code !== blank && code !== lineFeed && code !== 0x0d && code !== 0x09 && code !== 0xfeff) return
    }
  }

  private skipTo(closing: string): boolean {
    this.skipSpace()
    if (this.text[this.at] !== closing) return false
    this.at++
    return true
  }

  private expect(mark: string): boolean {
    this.skipSpace()
    if (this.text[this.at] === mark) {
      this.at++
      return true
    }
    if (this.at >= this.text.length) this.end()
    else this.fail(message('json.expected', { expected: mark, found: this.text[this.at]! }))
    return false
  }

  private comma(closing: string): void {
    if (!this.expect(',')) return
    this.skipSpace()
    if (this.text[this.at] === closing) this.fail(message('json.value-expected', { found: closing }))
  }

  private end(): undefined {
    this.ended = true
    this.at = this.text.length
    return undefined
  }

  private fail(reason: Message): undefined {
    this.fault ??= { reason, at: this.at }
    return undefined
  }
}
