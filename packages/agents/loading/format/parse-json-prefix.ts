import { message, type Message } from '@aw-flow/messages'

/** A JSON number in its original notation, because converting it to a JavaScript number may lose digits. */
export class JsonNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** A parsed JSON value. Objects are parsed as maps, which preserve the order of all keys, even integer-like ones. */
export type JsonNode = null | boolean | string | JsonNumber | JsonNode[] | Map<string, JsonNode>

/** A JSON syntax error and its position. Line and column numbers start at 1. */
export interface JsonSyntaxError {
  reason: Message
  line: number
  column: number
}

/** The result of parsing JSON text that may be truncated. */
export interface ParsedPrefix {
  value: JsonNode | undefined
  /** Whether the text contains the complete value. */
  isComplete: boolean
  /** Offset of the first character after the value. */
  end: number
  /** Absent if the text is valid, even if it is truncated. */
  syntaxError?: JsonSyntaxError
}

const maxDepth = 200
const [quote, backslash, space, lineFeed] = [0x22, 0x5c, 0x20, 0x0a]

/**
 * Parses JSON text that may be truncated, such as the start of a large file. Returns everything parsed before the text
 * ends or the first syntax error occurs.
 */
export function parseJsonPrefix(text: string, start = 0): ParsedPrefix {
  const parser = new PrefixParser(text, start)
  const value = parser.parseValue(0)
  const syntaxError = parser.syntaxError
  return {
    value,
    isComplete: !parser.isTruncated && syntaxError === undefined,
    end: parser.position,
    ...(syntaxError
      ? { syntaxError: { reason: syntaxError.reason, ...toLineAndColumn(text, syntaxError.position) } }
      : {}),
  }
}

/** Serializes a value as JSON without whitespace. Numbers keep their original digits. */
export function serializeJson(node: JsonNode): string {
  if (node instanceof JsonNumber) return node.text
  if (Array.isArray(node)) return `[${node.map(serializeJson).join(',')}]`
  if (node instanceof Map)
    return `{${[...node].map(([key, value]) => `${JSON.stringify(key)}:${serializeJson(value)}`).join(',')}}`
  return JSON.stringify(node)
}

/** Converts a character offset to a line and column number, both starting at 1. */
export function toLineAndColumn(text: string, offset: number): { line: number; column: number } {
  const precedingText = text.slice(0, offset)
  const line = precedingText.split('\n').length
  return { line, column: offset - precedingText.lastIndexOf('\n') }
}

const literals: [string, JsonNode][] = [
  ['true', true],
  ['false', false],
  ['null', null],
  // The following are not valid JSON, but Python and other programs write them.
  ['NaN', null],
  ['Infinity', new JsonNumber('Infinity')],
  ['-Infinity', new JsonNumber('-Infinity')],
]

class PrefixParser {
  readonly text: string
  position: number
  /** Whether the text ends inside the value. */
  isTruncated = false
  syntaxError: { reason: Message; position: number } | undefined = undefined

  constructor(text: string, start: number) {
    this.text = text
    this.position = start
  }

  get isStopped(): boolean {
    return this.isTruncated || this.syntaxError !== undefined
  }

  parseValue(depth: number): JsonNode | undefined {
    if (depth > maxDepth) return this.fail(message('json.too-deep', { depth: maxDepth }))
    this.skipWhitespace()
    const character = this.text[this.position]
    if (character === undefined) return this.markTruncated()
    if (character === '{') return this.parseObject(depth)
    if (character === '[') return this.parseArray(depth)
    if (character === '"') return this.parseString()
    if ((character === '-' && this.text[this.position + 1] !== 'I') || (character >= '0' && character <= '9'))
      return this.parseNumber()
    for (const [word, value] of literals) {
      if (this.text.startsWith(word, this.position)) {
        this.position += word.length
        return value
      }
      if (word.startsWith(this.text.slice(this.position))) return this.markTruncated()
    }
    return this.fail(message('json.not-a-value', { character }))
  }

  private parseObject(depth: number): Map<string, JsonNode> {
    const object = new Map<string, JsonNode>()
    this.position++
    if (this.skipIf('}')) return object
    while (!this.isStopped) {
      if (this.text[this.position] !== '"') {
        if (this.position >= this.text.length) this.markTruncated()
        else this.fail(message('json.key-expected', { found: this.text[this.position]! }))
        break
      }
      const key = this.parseString()
      if (key === undefined || !this.expect(':')) break
      const value = this.parseValue(depth + 1)
      if (value !== undefined) object.set(key, value)
      if (this.isStopped || this.skipIf('}')) break
      this.expectComma('}')
    }
    return object
  }

  private parseArray(depth: number): JsonNode[] {
    const array: JsonNode[] = []
    this.position++
    if (this.skipIf(']')) return array
    while (!this.isStopped) {
      const value = this.parseValue(depth + 1)
      if (value !== undefined) array.push(value)
      if (this.isStopped || this.skipIf(']')) break
      this.expectComma(']')
    }
    return array
  }

  private parseString(): string | undefined {
    const { text } = this
    let end = this.position + 1
    let isPlain = true
    for (; end < text.length; end++) {
      const codeUnit = text.charCodeAt(end)
      if (codeUnit === quote) break
      if (codeUnit === lineFeed) return this.fail(message('json.open-text', {}))
      if (codeUnit === backslash) end++
      if (codeUnit === backslash || codeUnit < space) isPlain = false
    }
    if (end >= text.length) return this.markTruncated()
    if (isPlain) {
      const content = text.slice(this.position + 1, end)
      this.position = end + 1
      return content
    }
    const raw = text.slice(this.position, end + 1)
    try {
      const parsed = JSON.parse(raw) as string
      this.position = end + 1
      return parsed
    } catch {
      return this.fail(message('json.not-escaped', {}))
    }
  }

  private parseNumber(): JsonNumber | undefined {
    const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
    pattern.lastIndex = this.position
    const match = pattern.exec(this.text)
    if (!match)
      return this.position === this.text.length - 1 ? this.markTruncated() : this.fail(message('json.not-a-number', {}))
    const followingText = this.text.slice(this.position + match[0].length, this.position + match[0].length + 40)
    // The number may be truncated at the end of the text.
    if (followingText.length < 40 && /^[\d.eE+-]+$/.test(followingText)) return this.markTruncated()
    this.position += match[0].length
    return new JsonNumber(match[0])
  }

  private skipWhitespace(): void {
    for (; ; this.position++) {
      const codeUnit = this.text.charCodeAt(this.position)
      if (codeUnit !== space && codeUnit !== lineFeed && codeUnit !== 0x0d && codeUnit !== 0x09 && codeUnit !== 0xfeff)
        return
    }
  }

  private skipIf(closingCharacter: string): boolean {
    this.skipWhitespace()
    if (this.text[this.position] !== closingCharacter) return false
    this.position++
    return true
  }

  private expect(character: string): boolean {
    this.skipWhitespace()
    if (this.text[this.position] === character) {
      this.position++
      return true
    }
    if (this.position >= this.text.length) this.markTruncated()
    else this.fail(message('json.expected', { expected: character, found: this.text[this.position]! }))
    return false
  }

  private expectComma(closingCharacter: string): void {
    if (!this.expect(',')) return
    this.skipWhitespace()
    if (this.text[this.position] === closingCharacter)
      this.fail(message('json.value-expected', { found: closingCharacter }))
  }

  private markTruncated(): undefined {
    this.isTruncated = true
    this.position = this.text.length
    return undefined
  }

  private fail(reason: Message): undefined {
    this.syntaxError ??= { reason, position: this.position }
    return undefined
  }
}
