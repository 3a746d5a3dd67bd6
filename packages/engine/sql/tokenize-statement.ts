/** A token of a statement as DuckDB serializes it, without spaces and comments. @internal */
export interface StatementToken {
  /** `word`: a keyword, which DuckDB writes in upper case, or a name that needs no quotes. */
  kind: 'word' | 'quoted' | 'text' | 'number' | 'symbol'
  /** The text of the token, without the quotes of a name. */
  value: string
  /** The offsets in the statement. */
  start: number
  end: number
  /** The nesting depth of brackets; a bracket itself has the depth outside it. */
  depth: number
}

/** Matches, in this order: whitespace, a string, a quoted name, a word, a number, any other character. */
const tokenPattern = /\s+|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)|(\d[\w.]*)|([^])/gu

/**
 * Tokenizes a statement that DuckDB has parsed and serialized: strings in `'`, names in `"` where needed, no comments
 * and no other quoting. It does not support arbitrary user-written statements.
 *
 * @internal
 */
export function tokenizeStatement(statement: string): StatementToken[] {
  const tokens: StatementToken[] = []
  let depth = 0
  for (const match of statement.matchAll(tokenPattern)) {
    const [all, text, quoted, word, number, char] = match
    const start = match.index
    const end = start + all.length
    if (char !== undefined) {
      if (')]}'.includes(char)) depth--
      tokens.push({ kind: 'symbol', value: char, start, end, depth })
      if ('([{'.includes(char)) depth++
    } else if (text !== undefined) tokens.push({ kind: 'text', value: text, start, end, depth })
    else if (quoted !== undefined)
      tokens.push({ kind: 'quoted', value: quoted.replaceAll('""', '"'), start, end, depth })
    else if (word !== undefined) tokens.push({ kind: 'word', value: word, start, end, depth })
    else if (number !== undefined) tokens.push({ kind: 'number', value: number, start, end, depth })
  }
  return tokens
}

/** Returns whether a token is one of several keywords. @internal */
export const isKeyword = (token: StatementToken | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.value)

/** @internal */
export const isSymbol = (token: StatementToken | undefined, char: string): boolean =>
  token?.kind === 'symbol' && token.value === char

/** Returns the index of the bracket that closes the one at `index`. @internal */
export function findClosingBracket(tokens: readonly StatementToken[], index: number): number {
  const { depth } = tokens[index]!
  const closingIndex = tokens.findIndex(
    (token, position) => position > index && token.kind === 'symbol' && token.depth === depth,
  )
  return closingIndex < 0 ? tokens.length : closingIndex
}
