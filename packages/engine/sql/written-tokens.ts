/** A token of a statement as written by a user, without comments and spaces. */
export interface WrittenToken {
  kind: 'word' | 'quoted' | 'text' | 'number' | 'sign'
  /** The text of the token; of a name or text without its quotes. */
  value: string
  /** The nesting depth of brackets; a bracket itself counts as outside. */
  depth: number
}

const deepest = 50

const piece =
  /\s+|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/|'((?:[^']|'')*)'|\$([A-Za-z_]*)\$([^]*?)\$\2\$|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)|(\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(::|\|\||<=|>=|<>|!=|==|\/\/|\*\*|->>|->|[^])/gu

/**
 * Tokenizes a statement as written by a user; `undefined` if brackets do not match or are nested too deeply. For inference
 * only; security checks use the statement as DuckDB serializes it (`statementTokens`).
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

/** Splits a list at tokens of its own nesting depth. */
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

/** The content and the end of the bracket that opens at `index`; `undefined` if none does. */
export function bracketAt(
  tokens: readonly WrittenToken[],
  index: number,
): { inner: WrittenToken[]; close: number } | undefined {
  const open = tokens[index]
  if (!isSymbol(open, '(')) return undefined
  const close = tokens.findIndex((token, at) => at > index && token.depth === open!.depth && token.kind === 'sign')
  return close < 0 ? undefined : { inner: tokens.slice(index + 1, close), close }
}
