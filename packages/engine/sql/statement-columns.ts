import type { Column } from '@aw-flow/schema'
import { expressionType } from './expression-type.ts'
import { bracketAt, isSymbol, isWord, splitBy, writtenTokens, type WrittenToken } from './written-tokens.ts'

/** Tables by name in lower case. */
type Tables = Readonly<Record<string, readonly Column[]>>

interface Source {
  alias: string
  columns: readonly Column[]
}

/** Longer statements are not analyzed, because descriptions are computed at each keystroke. */
const maxStatementLength = 10_000

const clauses = ['FROM', 'WHERE', 'GROUP', 'HAVING', 'WINDOW', 'QUALIFY', 'ORDER', 'LIMIT', 'OFFSET']
const unsureClauses = [
  'SAMPLE',
  'USING',
  'PIVOT',
  'UNPIVOT',
  'INTERSECT',
  'EXCEPT',
  'VALUES',
  'RECURSIVE',
  'LATERAL',
  'POSITIONAL',
  'ASOF',
  'NATURAL',
]

/**
 * Infers the columns of a SELECT from its text and the columns of its inputs, without a database. Supports plain columns,
 * `*`, casts, common functions, joins, WITH and subqueries. Returns `undefined` if a name or type is not certain, or the
 * statement is not valid. A test compares the columns with those of DuckDB.
 *
 * @internal
 */
export function statementColumns(statement: string, inputs: Tables): Column[] | undefined {
  if (statement.length > maxStatementLength) return undefined
  const tokens = writtenTokens(statement.replace(/[;\s]+$/, ''))
  if (!tokens || tokens.length === 0 || tokens.some((token) => isSymbol(token, ';'))) return undefined
  const known = Object.fromEntries(Object.entries(inputs).map(([alias, columns]) => [alias.toLowerCase(), columns]))
  const columns = queryColumns(tokens, known)
  if (!columns || columns.length === 0) return undefined
  return new Set(columns.map((column) => column.name.toLowerCase())).size === columns.length ? columns : undefined
}

function queryColumns(tokens: readonly WrittenToken[], known: Tables): Column[] | undefined {
  const bracket = bracketAt(tokens, 0)
  if (bracket && bracket.close === tokens.length - 1) return queryColumns(bracket.inner, known)
  if (isWord(tokens[0], 'WITH')) return withColumns(tokens, known)
  const united = unitedParts(tokens)
  if (!united) return undefined
  const [first, ...others] = united.map((part) => selectColumns(part, known))
  if (!first) return undefined
  const isAlike = (other: Column[] | undefined): boolean =>
    other?.length === first.length && other.every(({ type }, index) => type === first[index]!.type)
  return others.every(isAlike) ? first : undefined
}

/** The SELECTs between UNION or UNION ALL. */
function unitedParts(tokens: readonly WrittenToken[]): WrittenToken[][] | undefined {
  const parts = splitBy(tokens, (token) => isWord(token, 'UNION'))
  const plain = parts.map((part, index) => (index > 0 && isWord(part[0], 'ALL', 'DISTINCT') ? part.slice(1) : part))
  return plain.some((part, index) => part.length === 0 || (index > 0 && isWord(part[0], 'BY'))) ? undefined : plain
}

function withColumns(tokens: readonly WrittenToken[], known: Tables): Column[] | undefined {
  const tables: Record<string, readonly Column[]> = { ...known }
  let at = 1
  for (;;) {
    const alias = nameOf(tokens[at])
    if (alias === undefined || isWord(tokens[at], 'RECURSIVE') || !isWord(tokens[at + 1], 'AS')) return undefined
    const body = bracketAt(tokens, at + 2)
    const columns = body && queryColumns(body.inner, tables)
    if (!columns) return undefined
    tables[alias.toLowerCase()] = columns
    at = body.close + 1
    if (!isSymbol(tokens[at], ',')) return queryColumns(tokens.slice(at), tables)
    at++
  }
}

const nameOf = (token: WrittenToken | undefined): string | undefined =>
  token?.kind === 'word' || token?.kind === 'quoted' ? token.value : undefined

function selectColumns(tokens: readonly WrittenToken[], known: Tables): Column[] | undefined {
  const [first] = tokens
  if (!first) return undefined
  const { depth } = first
  const isOwn = (token: WrittenToken): boolean => token.depth === depth
  const isUnsure = (token: WrittenToken): boolean =>
    isOwn(token) && isWord(token, ...unsureClauses.filter((clause) => clause !== 'USING'))
  if (tokens.some(isUnsure)) return undefined
  const clauseAt = (from: number): number => {
    const found = tokens.findIndex((token, index) => index >= from && isOwn(token) && isWord(token, ...clauses))
    return found < 0 ? tokens.length : found
  }
  const fromAt = tokens.findIndex((token) => isOwn(token) && isWord(token, 'FROM'))
  const sources = fromAt < 0 ? [] : sourcesOf(tokens.slice(fromAt + 1, clauseAt(fromAt + 1)), known)
  if (!sources) return undefined
  if (isWord(first, 'FROM'))
    return tokens.some((token) => isOwn(token) && isWord(token, 'SELECT')) ? undefined : everything(sources)
  if (!isWord(first, 'SELECT')) return undefined
  let begin = 1
  if (isWord(tokens[begin], 'ALL', 'DISTINCT')) begin++
  if (isWord(tokens[begin], 'ON')) begin = (bracketAt(tokens, begin + 1)?.close ?? tokens.length) + 1
  const columns: Column[] = []
  for (const item of splitBy(tokens.slice(begin, clauseAt(begin)), (token) => isSymbol(token, ','))) {
    const made = itemColumns(item, sources)
    if (!made) return undefined
    columns.push(...made)
  }
  return columns
}

interface Joined extends Source {
  /** Shared columns (`USING`), which this side does not contribute again. */
  shared: readonly string[]
}

function sourcesOf(tokens: readonly WrittenToken[], known: Tables): Joined[] | undefined {
  const sources: Joined[] = []
  let at = 0
  let shows = true
  for (;;) {
    const source = sourceAt(tokens, at, known)
    if (!source) return undefined
    at = source.end
    const shared: string[] = []
    if (isWord(tokens[at], 'USING')) {
      const names = bracketAt(tokens, at + 1)
      if (!names) return undefined
      shared.push(...names.inner.flatMap((token) => nameOf(token)?.toLowerCase() ?? []))
      at = names.close + 1
    } else if (isWord(tokens[at], 'ON')) {
      const { depth } = tokens[at]!
      const ends = (token: WrittenToken): boolean =>
        token.depth === depth &&
        (isSymbol(token, ',') || isWord(token, 'JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'SEMI', 'ANTI'))
      const next = tokens.findIndex(
        (token, index) => index > at + 1 && ends(token) && !isSymbol(tokens[index + 1], '('),
      )
      at = next < 0 ? tokens.length : next
    }
    if (shows) sources.push({ alias: source.alias, columns: source.columns, shared })
    if (at >= tokens.length) return sources
    if (isSymbol(tokens[at], ',')) {
      shows = true
      at++
      continue
    }
    shows = !isWord(tokens[at], 'SEMI', 'ANTI')
    // A full join merges the keys of both sides, in a type of its own.
    if (isWord(tokens[at], 'RIGHT', 'FULL')) return undefined
    while (isWord(tokens[at], 'INNER', 'LEFT', 'OUTER', 'CROSS', 'SEMI', 'ANTI')) at++
    if (!isWord(tokens[at], 'JOIN')) return undefined
    at++
  }
}

function sourceAt(tokens: readonly WrittenToken[], at: number, known: Tables): (Source & { end: number }) | undefined {
  const inner = bracketAt(tokens, at)
  const named = nameOf(tokens[at])
  const columns = inner
    ? queryColumns(inner.inner, known)
    : named === undefined
      ? undefined
      : known[named.toLowerCase()]
  if (!columns || !(inner || Object.hasOwn(known, named!.toLowerCase()))) return undefined
  let end = inner ? inner.close + 1 : at + 1
  if (isSymbol(tokens[end], '(', '.')) return undefined
  if (isWord(tokens[end], 'AS')) end++
  const alias = nameOf(tokens[end])
  const isAlias =
    alias !== undefined &&
    !isWord(tokens[end], 'ON', 'USING', 'JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'SEMI', 'ANTI')
  if (isAlias) end++
  // Columns with explicit names.
  if (isSymbol(tokens[end], '(')) return undefined
  return { alias: (isAlias ? alias : (named ?? '')).toLowerCase(), columns, end }
}

const everything = (sources: readonly Joined[]): Column[] =>
  sources.flatMap(({ columns, shared }) => columns.filter((column) => !shared.includes(column.name.toLowerCase())))

function itemColumns(item: readonly WrittenToken[], sources: readonly Joined[]): Column[] | undefined {
  const [first, second, third] = item
  if (isSymbol(first, '*')) return without(everything(sources), item.slice(1))
  if (isSymbol(second, '.') && isSymbol(third, '*')) {
    const source = sources.find(({ alias }) => alias === nameOf(first)?.toLowerCase())
    return source && without(source.columns, item.slice(3))
  }
  const typeOf = (path: readonly string[]): string | undefined => columnNamed(path, sources)?.type
  const { expression, alias } = aliased(item)
  const type = expressionType(expression, typeOf)
  if (type === undefined) return undefined
  if (alias !== undefined) return [{ name: alias, type }]
  const path = expression.filter((_, index) => index % 2 === 0).map(({ value }) => value)
  const isPath = expression.every((token, index) =>
    index % 2 === 0 ? nameOf(token) !== undefined : isSymbol(token, '.'),
  )
  const column = isPath ? columnNamed(path, sources) : undefined
  return column && [{ name: column.name, type }]
}

function columnNamed(path: readonly string[], sources: readonly Joined[]): Column | undefined {
  const [column, alias] = [path.at(-1)!.toLowerCase(), path.length > 1 ? path.at(-2)!.toLowerCase() : undefined]
  if (path.length > 2) return undefined
  const found = sources
    .filter((source) => alias === undefined || source.alias === alias)
    .flatMap((source) => (alias === undefined && source.shared.includes(column) ? [] : source.columns))
    .filter((one) => one.name.toLowerCase() === column)
  return found.length === 1 ? found[0] : undefined
}

function without(columns: readonly Column[], behind: readonly WrittenToken[]): Column[] | undefined {
  if (behind.length === 0) return [...columns]
  if (!isWord(behind[0], 'EXCLUDE')) return undefined
  const bracket = bracketAt(behind, 1)
  if (bracket ? bracket.close !== behind.length - 1 : behind.length !== 2) return undefined
  const left = (bracket?.inner ?? behind.slice(1)).flatMap((token) => nameOf(token)?.toLowerCase() ?? [])
  return columns.filter((column) => !left.includes(column.name.toLowerCase()))
}

/** Parses `expression AS name`, or `expression name`. */
function aliased(item: readonly WrittenToken[]): { expression: readonly WrittenToken[]; alias?: string } {
  const last = item.at(-1)
  const alias = nameOf(last)
  if (alias === undefined || item.length < 2) return { expression: item }
  if (isWord(item.at(-2), 'AS')) return { expression: item.slice(0, -2), alias }
  const before = item.at(-2)
  const isEnded =
    before?.kind === 'number' ||
    before?.kind === 'text' ||
    before?.kind === 'quoted' ||
    isSymbol(before, ')', ']') ||
    isWord(before, 'END')
  return (isEnded || before?.kind === 'word') && !isWord(last, 'END', 'NULL', 'TRUE', 'FALSE')
    ? { expression: item.slice(0, -1), alias }
    : { expression: item }
}
