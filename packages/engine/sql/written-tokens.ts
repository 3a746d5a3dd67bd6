/** A piece of a statement as a person writes it; comments and spaces are gone. */
export interface WrittenToken {
  kind: 'word' | 'quoted' | 'text' | 'number' | 'sign'
  /** A name or a text without its quotes; everything else as it stands. */
  value: string
  /** How many brackets are open around it; a bracket itself counts as outside. */
  depth: number
}

const deepest = 50

const piece =
  /\s+|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/|'((?:[^']|'')*)'|\$([A-Za-z_]*)\$([^]*?)\$\2\$|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)|(\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(::|\|\||<=|>=|<>|!=|==|\/\/|\*\*|->>|->|[^])/gu

/**
 * The pieces of a statement as a person writes it, or `undefined` where brackets do not match or stand too deep. For what may be guessed and
 * left alone where it is unsure, never for what must be refused: that is read as DuckDB writes it (`statementTokens`).
 */
export function writtenTokens(statement: string): WrittenToken[] | undefined {
  const tokens: WrittenToken[] = []
  let depth = 0
  for (const match of statement.matchAll(piece)) {
    const [, text, , dollars, quoted, word, number, sign] = match
    const add = (kind: WrittenToken['kind'], value: string): void => void tokens.push({ kind, value, depth })
    if (sign !== undefined) {
      if (')]}'.includes(sign)) depth--
      if (depth < 0 || depth > deepest) return undefined
      add('sign', sign)
      if ('([{'.includes(sign)) depth++
    } else if (text !== undefined) add('text', text.replaceAll("''", "'"))
    else if (dollars !== undefined) add('text', dollars)
    else if (quoted !== undefined) add('quoted', quoted.replaceAll('""', '"'))
    else if (word !== undefined) add('word', word)
    else if (number !== undefined) add('number', number)
  }
  return depth === 0 ? tokens : undefined
}

export const isWord = (token: WrittenToken | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.value.toUpperCase())

export const isSymbol = (token: WrittenToken | undefined, ...signs: readonly string[]): boolean =>
  token?.kind === 'sign' && signs.includes(token.value)

/** The parts between such tokens on the list's own level. */
export function splitBy(
  tokens: readonly WrittenToken[],
  isBetween: (token: WrittenToken, index: number) => boolean,
): WrittenToken[][] {
  const depth = tokens[0]?.depth ?? 0
  const parts: WrittenToken[][] = [[]]
  tokens.forEach((token, index) => {
    if (token.depth === depth && isBetween(token, index)) parts.push([])
    else parts.at(-1)!.push(token)
  })
  return parts
}

/** What stands in the bracket that opens at `index`, and where it closes; `undefined` where none opens there. */
export function bracketAt(
  tokens: readonly WrittenToken[],
  index: number,
): { inner: WrittenToken[]; close: number } | undefined {
  const open = tokens[index]
  if (!isSymbol(open, '(')) return undefined
  const close = tokens.findIndex((token, at) => at > index && token.depth === open!.depth && token.kind === 'sign')
  return close < 0 ? undefined : { inner: tokens.slice(index + 1, close), close }
}
