/** A piece of a statement as DuckDB writes it: spaces and comments are gone. */
export interface StatementToken {
  /** `word`: a keyword, which DuckDB writes in capitals, or a name that needs no quotes. */
  kind: 'word' | 'quoted' | 'text' | 'number' | 'sign'
  /** A name without its quotes; everything else as it stands. */
  value: string
  /** Where it begins and ends in the statement. */
  start: number
  end: number
  /** How many brackets are open around it; a bracket itself counts as outside. */
  depth: number
}

const piece = /\s+|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)|(\d[\w.]*)|([^])/gu

/**
 * The pieces of a statement that DuckDB has parsed and written again: texts in `'`, names in `"` where they need it, no
 * comments, no other quoting. Not for statements as people write them.
 */
export function statementTokens(statement: string): StatementToken[] {
  const tokens: StatementToken[] = []
  let depth = 0
  for (const match of statement.matchAll(piece)) {
    const [whole, text, quoted, word, number, sign] = match
    const start = match.index
    const end = start + whole.length
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

/** True for a keyword: of several names, one of them. */
export const isKeyword = (token: StatementToken | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.value)

export const isSign = (token: StatementToken | undefined, sign: string): boolean =>
  token?.kind === 'sign' && token.value === sign

/** Where the bracket closes that opens at `index`. */
export function closingOf(tokens: readonly StatementToken[], index: number): number {
  const { depth } = tokens[index]!
  const closing = tokens.findIndex((token, at) => at > index && token.kind === 'sign' && token.depth === depth)
  return closing < 0 ? tokens.length : closing
}
