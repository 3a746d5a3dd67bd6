/** A token of a statement as DuckDB serializes it, without spaces and comments. @internal */
export interface StatementToken {
  /** `word`: a keyword, which DuckDB writes in upper case, or a name that needs no quotes. */
  kind: 'word' | 'quoted' | 'text' | 'number' | 'sign'
  /** The text of the token; of a name without its quotes. */
  value: string
  /** Its offsets in the statement. */
  start: number
  end: number
  /** The nesting depth of brackets; a bracket itself counts as outside. */
  depth: number
}

const piece = /\s+|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)|(\d[\w.]*)|([^])/gu

/**
 * Tokenizes a statement that DuckDB has parsed and serialized: texts in `'`, names in `"` where needed, no comments and no
 * other quoting. Not for statements as users write them.
 *
 * @internal
 */
export function statementTokens(statement: string): StatementToken[] {
  const tokens: StatementToken[] = []
  let depth = 0
  for (const match of statement.matchAll(piece)) {
    const [all, text, quoted, word, number, sign] = match
    const start = match.index
    const end = start + all.length
    if (sign !== undefined) {
      if (')]}'.includes(sign)) depth--
      tokens.push({ kind: 'sign', value: sign, start, end, depth })
      if ('([{'.includes(sign)) depth++
    } else if (text !== undefined) tokens.push({ kind: 'text', value: text, start, end, depth })
    else if (quoted !== undefined)
      tokens.push({ kind: 'quoted', value: quoted.replaceAll('""', '"'), start, end, depth })
    else if (word !== undefined) tokens.push({ kind: 'word', value: word, start, end, depth })
    else if (number !== undefined) tokens.push({ kind: 'number', value: number, start, end, depth })
  }
  return tokens
}

/** Whether a token is one of several keywords. @internal */
export const isKeyword = (token: StatementToken | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.value)

/** @internal */
export const isSign = (token: StatementToken | undefined, sign: string): boolean =>
  token?.kind === 'sign' && token.value === sign

/** The index of the bracket that closes the one at `index`. @internal */
export function closingOf(tokens: readonly StatementToken[], index: number): number {
  const { depth } = tokens[index]!
  const closing = tokens.findIndex((token, at) => at > index && token.kind === 'sign' && token.depth === depth)
  return closing < 0 ? tokens.length : closing
}
