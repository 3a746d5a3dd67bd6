/** A JSON number as it is written, since reading it may lose digits. */
export class JsonNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** A parsed JSON value; objects keep the order of their keys, also of those that look like numbers. */
export type JsonNode = null | boolean | string | JsonNumber | JsonNode[] | Map<string, JsonNode>

export interface ParsedPrefix {
  value: JsonNode | undefined
  /** True where the value ended before the text did. */
  complete: boolean
  /** Offset behind the value. */
  end: number
  /** What is wrong, and where (line and column from 1); absent where the text merely ends early. */
  fault?: { message: string; line: number; column: number }
}

const deepest = 200
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
    ...(fault ? { fault: { message: fault.message, ...lineAndColumn(text, fault.at) } } : {}),
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
  fault: { message: string; at: number } | undefined = undefined

  constructor(text: string, start: number) {
    this.text = text
    this.at = start
  }

  get stopped(): boolean {
    return this.ended || this.fault !== undefined
  }

  value(depth: number): JsonNode | undefined {
    if (depth > deepest) return this.fail(`values are nested more than ${deepest} deep`)
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
    return this.fail(`${JSON.stringify(character)} begins no value`)
  }

  private object(depth: number): Map<string, JsonNode> {
    const object = new Map<string, JsonNode>()
    this.at++
    if (this.skipTo('}')) return object
    while (!this.stopped) {
      if (this.text[this.at] !== '"') {
        if (this.at >= this.text.length) this.end()
        else this.fail(`a key in quotes is expected, not ${JSON.stringify(this.text[this.at])}`)
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
      if (code === lineFeed) return this.fail('a text has no closing quote')
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
      return this.fail('a text holds a character that must be escaped')
    }
  }

  private number(): JsonNumber | undefined {
    const rule = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
    rule.lastIndex = this.at
    const match = rule.exec(this.text)
    if (!match) return this.at === this.text.length - 1 ? this.end() : this.fail('"-" begins no number')
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
    else this.fail(`${JSON.stringify(mark)} is expected, not ${JSON.stringify(this.text[this.at])}`)
    return false
  }

  private comma(closing: string): void {
    if (!this.expect(',')) return
    this.skipSpace()
    if (this.text[this.at] === closing) this.fail(`a value is expected after the comma, not ${JSON.stringify(closing)}`)
  }

  private end(): undefined {
    this.ended = true
    this.at = this.text.length
    return undefined
  }

  private fail(message: string): undefined {
    this.fault ??= { message, at: this.at }
    return undefined
  }
}
