/** A token of a statement as serialized by DuckDB. Whitespace and comments are omitted. @internal */
export interface StatementToken {
  /** `word` is a keyword, which DuckDB writes in uppercase, or a name that does not need quotes. */
  kind: 'word' | 'quoted-name' | 'string' | 'number' | 'symbol'
  /** The token's text, without the quotes of a name. */
  value: string
  /** The start offset in the statement. */
  start: number
  /** The end offset in the statement, exclusive. */
  end: number
  /** The bracket nesting depth. A bracket itself has the depth of the text around it. */
  depth: number
}

/** Matches, in this order: whitespace, a string, a quoted name, a word, a number, any other character. */
const tokenPattern = /\s+|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)|(\d[\w.]*)|([^])/gu

/**
 * Tokenizes a statement that DuckDB has parsed and serialized: strings are in single quotes, names are in double quotes
 * where needed, and there are no comments or other kinds of quotes. Does not support statements as written by users.
 *
 * @internal
 */
export function tokenizeStatement(statement: string): StatementToken[] {
  const tokens: StatementToken[] = []
  let depth = 0
  for (const match of statement.matchAll(tokenPattern)) {
    const [fullMatch, string, quotedName, word, number, char] = match
    const start = match.index
    const end = start + fullMatch.length
    if (char !== undefined) {
      if (')]}'.includes(char)) depth--
      tokens.push({ kind: 'symbol', value: char, start, end, depth })
      if ('([{'.includes(char)) depth++
    } else if (string !== undefined) tokens.push({ kind: 'string', value: string, start, end, depth })
    else if (quotedName !== undefined)
      tokens.push({ kind: 'quoted-name', value: quotedName.replaceAll('""', '"'), start, end, depth })
    else if (word !== undefined) tokens.push({ kind: 'word', value: word, start, end, depth })
    else if (number !== undefined) tokens.push({ kind: 'number', value: number, start, end, depth })
  }
  return tokens
}

/** Returns whether a token is one of the given keywords. @internal */
export const isKeyword = (token: StatementToken | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.value)

/** @internal */
export const isSymbol = (token: StatementToken | undefined, char: string): boolean =>
  token?.kind === 'symbol' && token.value === char

/**
 * Returns the index of the bracket that closes the one at `index`, or the number of tokens if it is not closed.
 * @internal
 */
export function findClosingBracket(tokens: readonly StatementToken[], index: number): number {
  const { depth } = tokens[index]!
  const closingIndex = tokens.findIndex(
    (token, position) => position > index && token.kind === 'symbol' && token.depth === depth,
  )
  return closingIndex < 0 ? tokens.length : closingIndex
}
