import { message, type Message } from '@aw-flow/messages'

/** A JSON number as text, since a conversion may lose digits. */
export class JsonNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** A parsed JSON value. Maps keep the order of all keys, unlike objects with integer-like keys. */
export type JsonNode = null | boolean | string | JsonNumber | JsonNode[] | Map<string, JsonNode>

/** A syntax error and its position; line and column start at 1. */
export interface JsonSyntaxError {
  reason: Message
  line: number
  column: number
}

export interface ParsedPrefix {
  value: JsonNode | undefined
  /** Whether the value ends before the end of the text. */
  complete: boolean
  /** Offset after the value. */
  end: number
  /** Absent if the text merely ends early. */
  syntaxError?: JsonSyntaxError
}

const maxDepth = 200
const [quote, backslash, blank, lineFeed] = [0x22, 0x5c, 0x20, 0x0a]

/**
 * Parses a JSON text that may be cut off, such as a sample of a large file. Returns the value up to the end of the text
 * or up to the first syntax error.
 */
export function parseJsonPrefix(text: string, start = 0): ParsedPrefix {
  const parser = new PrefixParser(text, start)
  const value = parser.value(0)
  const syntaxError = parser.syntaxError
  return {
    value,
    complete: !parser.ended && syntaxError === undefined,
    end: parser.at,
    ...(syntaxError ? { syntaxError: { reason: syntaxError.reason, ...lineAndColumn(text, syntaxError.at) } } : {}),
  }
}

/** Serializes a value to JSON without white space; numbers keep their digits. */
export function serializeJson(node: JsonNode): string {
  if (node instanceof JsonNumber) return node.text
  if (Array.isArray(node)) return `[${node.map(serializeJson).join(',')}]`
  if (node instanceof Map)
    return `{${[...node].map(([key, value]) => `${JSON.stringify(key)}:${serializeJson(value)}`).join(',')}}`
  return JSON.stringify(node)
}

/** Converts an offset to line and column, from 1. */
export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return { line, column: at - before.lastIndexOf('\n') }
}

const literals: [string, JsonNode][] = [
  ['true', true],
  ['false', false],
  ['null', null],
  // Not valid JSON, but written by Python and other programs.
  ['NaN', null],
  ['Infinity', new JsonNumber('Infinity')],
  ['-Infinity', new JsonNumber('-Infinity')],
]

class PrefixParser {
  readonly text: string
  at: number
  /** Whether the text ends inside the value. */
  ended = false
  syntaxError: { reason: Message; at: number } | undefined = undefined

  constructor(text: string, start: number) {
    this.text = text
    this.at = start
  }

  get stopped(): boolean {
    return this.ended || this.syntaxError !== undefined
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
    // The number may be cut off at the end of the text.
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
    this.syntaxError ??= { reason, at: this.at }
    return undefined
  }
}
