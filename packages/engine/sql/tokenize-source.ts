/** A token of a statement as written by a user. Comments and whitespace are omitted. */
export interface SourceToken {
  kind: 'word' | 'quoted-name' | 'string' | 'number' | 'symbol'
  /** The token's text, without the quotes of a name or string. */
  value: string
  /** The bracket nesting depth. A bracket itself has the depth of the text around it. */
  depth: number
}

const maxDepth = 50

/**
 * Matches, in this order: whitespace; comments (`--` and `/*`); a single-quoted string; a string between `$tag$`; a
 * quoted name; a word; a number; an operator or any other character.
 */
const tokenPattern =
  /\s+|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/|'((?:[^']|'')*)'|\$([A-Za-z_]*)\$([^]*?)\$\2\$|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)|(\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(::|\|\||<=|>=|<>|!=|==|\/\/|\*\*|->>|->|[^])/gu

/**
 * Tokenizes a statement as written by a user. Returns `undefined` if brackets do not match or are nested too deeply.
 * Use it only for inference: security checks rely on the statement as serialized by DuckDB (`tokenizeStatement`).
 */
export function tokenizeSource(statement: string): SourceToken[] | undefined {
  const tokens: SourceToken[] = []
  let depth = 0
  for (const match of statement.matchAll(tokenPattern)) {
    const [, quotedString, , dollarQuoted, quotedName, word, number, symbol] = match
    const addToken = (kind: SourceToken['kind'], value: string): void => void tokens.push({ kind, value, depth })
    if (symbol !== undefined) {
      if (')]}'.includes(symbol)) depth--
      if (depth < 0 || depth > maxDepth) return undefined
      addToken('symbol', symbol)
      if ('([{'.includes(symbol)) depth++
    } else if (quotedString !== undefined) addToken('string', quotedString.replaceAll("''", "'"))
    else if (dollarQuoted !== undefined) addToken('string', dollarQuoted)
    else if (quotedName !== undefined) addToken('quoted-name', quotedName.replaceAll('""', '"'))
    else if (word !== undefined) addToken('word', word)
    else if (number !== undefined) addToken('number', number)
  }
  return depth === 0 ? tokens : undefined
}

export const isWord = (token: SourceToken | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.value.toUpperCase())

export const isSymbol = (token: SourceToken | undefined, ...symbols: readonly string[]): boolean =>
  token?.kind === 'symbol' && symbols.includes(token.value)

/** Splits a list of tokens at separators that have the nesting depth of its first token. */
export function splitBy(
  tokens: readonly SourceToken[],
  isSeparator: (token: SourceToken, index: number) => boolean,
): SourceToken[][] {
  const depth = tokens[0]?.depth ?? 0
  const parts: SourceToken[][] = [[]]
  tokens.forEach((token, index) => {
    if (token.depth === depth && isSeparator(token, index)) parts.push([])
    else parts.at(-1)!.push(token)
  })
  return parts
}

/**
 * Returns the tokens inside the bracket that opens at `index` and the index of its closing bracket; `undefined` if no
 * bracket opens there or it is not closed.
 */
export function findBracket(
  tokens: readonly SourceToken[],
  index: number,
): { inner: SourceToken[]; close: number } | undefined {
  const openingToken = tokens[index]
  if (!isSymbol(openingToken, '(')) return undefined
  const closeIndex = tokens.findIndex(
    (token, position) => position > index && token.depth === openingToken!.depth && token.kind === 'symbol',
  )
  return closeIndex < 0 ? undefined : { inner: tokens.slice(index + 1, closeIndex), close: closeIndex }
}
