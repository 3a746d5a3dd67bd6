import type { StreamParser } from '@codemirror/language'

interface TokenizerState {
  /** The character sequence that ends the current comment or string, if any. */
  terminator: string | undefined
  /** Whether the previous token is a value, after which a slash is a division. */
  isAfterValue: boolean
}

const keywordPattern = /^(?:and|or|in|function|λ)(?![\p{L}\p{N}_])/u
const constantPattern = /^(?:true|false|null)(?![\p{L}\p{N}_])/u

/** JSONata tokenizer for syntax highlighting. */
export const expressionTokenizer: StreamParser<TokenizerState> = {
  name: 'jsonata',
  startState: () => ({ terminator: undefined, isAfterValue: false }),
  token(stream, state) {
    if (state.terminator !== undefined) return readToTerminator(stream, state)
    if (stream.eatSpace()) return null
    if (stream.match('/*')) {
      state.terminator = '*/'
      return readToTerminator(stream, state)
    }
    const char = stream.peek()!
    const isDivision = state.isAfterValue
    state.isAfterValue = !/[-+*/%&=<>!?:,;([{|^~]/.test(char)
    if (char === '"' || char === "'") {
      stream.next()
      state.terminator = char
      return readToTerminator(stream, state)
    }
    if (stream.match(/^`[^`]*`?/)) return 'propertyName'
    if (!isDivision && stream.match(/^\/(?:\\.|[^/\\])+\/[im]*/)) {
      state.isAfterValue = true
      return 'regexp'
    }
    if (stream.match(/^\$[\p{L}\p{N}_]*/u)) return 'variableName.function'
    if (stream.match(/^\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/)) return 'number'
    if (stream.match(keywordPattern)) {
      state.isAfterValue = false
      return 'keyword'
    }
    if (stream.match(constantPattern)) return 'atom'
    if (stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u)) return 'propertyName'
    stream.next()
    return null
  },
  languageData: {
    commentTokens: { block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['(', '[', '{', '"', "'"] },
  },
}

function readToTerminator(stream: Parameters<StreamParser<TokenizerState>['token']>[0], state: TokenizerState): string {
  const style = state.terminator === '*/' ? 'comment' : 'string'
  while (!stream.eol()) {
    if (state.terminator === '*/' ? stream.match('*/') : stream.peek() === state.terminator) {
      if (state.terminator !== '*/') stream.next()
      state.terminator = undefined
      return style
    }
    if (stream.next() === '\\' && state.terminator !== '*/') stream.next()
  }
  return style
}
