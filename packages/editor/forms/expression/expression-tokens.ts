import type { StreamParser } from '@codemirror/language'

interface Reading {
  /** The character that ends the current comment or string. */
  open: string | undefined
  /** True after a value, where a slash is a division. */
  value: boolean
}

const keywords = /^(?:and|or|in|function|λ)(?![\p{L}\p{N}_])/u
const constants = /^(?:true|false|null)(?![\p{L}\p{N}_])/u

/** A JSONata tokenizer for syntax highlighting. */
export const expressionTokens: StreamParser<Reading> = {
  name: 'jsonata',
  startState: () => ({ open: undefined, value: false }),
  token(stream, reading) {
    if (reading.open !== undefined) return resume(stream, reading)
    if (stream.eatSpace()) return null
    if (stream.match('/*')) {
      reading.open = '*/'
      return resume(stream, reading)
    }
    const sign = stream.peek()!
    const isDivided = reading.value
    reading.value = !/[-+*/%&=<>!?:,;([{|^~]/.test(sign)
    if (sign === '"' || sign === "'") {
      stream.next()
      reading.open = sign
      return resume(stream, reading)
    }
    if (stream.match(/^`[^`]*`?/)) return 'propertyName'
    if (!isDivided && stream.match(/^\/(?:\\.|[^/\\])+\/[im]*/)) {
      reading.value = true
      return 'regexp'
    }
    if (stream.match(/^\$[\p{L}\p{N}_]*/u)) return 'variableName.function'
    if (stream.match(/^\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/)) return 'number'
    if (stream.match(keywords)) {
      reading.value = false
      return 'keyword'
    }
    if (stream.match(constants)) return 'atom'
    if (stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u)) return 'propertyName'
    stream.next()
    return null
  },
  languageData: {
    commentTokens: { block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['(', '[', '{', '"', "'"] },
  },
}

function resume(stream: Parameters<StreamParser<Reading>['token']>[0], reading: Reading): string {
  const style = reading.open === '*/' ? 'comment' : 'string'
  while (!stream.eol()) {
    if (reading.open === '*/' ? stream.match('*/') : stream.peek() === reading.open) {
      if (reading.open !== '*/') stream.next()
      reading.open = undefined
      return style
    }
    if (stream.next() === '\\' && reading.open !== '*/') stream.next()
  }
  return style
}
