import type { Column } from '@aw-flow/schema'
import { inferExpressionType } from './infer-expression-type.ts'
import { findBracket, isSymbol, isWord, splitBy, tokenizeSource, type SourceToken } from './tokenize-source.ts'

/** The columns of tables, keyed by lowercase table name. */
type TablesByName = Readonly<Record<string, readonly Column[]>>

interface Source {
  alias: string
  columns: readonly Column[]
}

/** Longer statements are not analyzed, because their columns are inferred again on every keystroke. */
const maxStatementLength = 10_000

const clauses = ['FROM', 'WHERE', 'GROUP', 'HAVING', 'WINDOW', 'QUALIFY', 'ORDER', 'LIMIT', 'OFFSET']
const unsupportedClauses = [
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
 * Infers the columns of a SELECT from its text and its inputs' columns, without a database. Supports plain columns,
 * `*`, casts, common functions, joins, WITH and subqueries. Returns `undefined` if a name or type is uncertain or the
 * statement is invalid. A test compares the inferred columns with DuckDB's.
 *
 * @internal
 */
export function inferStatementColumns(statement: string, inputs: TablesByName): Column[] | undefined {
  if (statement.length > maxStatementLength) return undefined
  const tokens = tokenizeSource(trimSemicolons(statement))
  if (!tokens || tokens.length === 0 || tokens.some((token) => isSymbol(token, ';'))) return undefined
  const knownTables = Object.fromEntries(
    Object.entries(inputs).map(([alias, columns]) => [alias.toLowerCase(), columns]),
  )
  const columns = inferQueryColumns(tokens, knownTables)
  if (!columns || columns.length === 0) return undefined
  return new Set(columns.map((column) => column.name.toLowerCase())).size === columns.length ? columns : undefined
}

function inferQueryColumns(tokens: readonly SourceToken[], knownTables: TablesByName): Column[] | undefined {
  const bracket = findBracket(tokens, 0)
  if (bracket && bracket.close === tokens.length - 1) return inferQueryColumns(bracket.inner, knownTables)
  if (isWord(tokens[0], 'WITH')) return inferWithColumns(tokens, knownTables)
  const selects = splitUnion(tokens)
  if (!selects) return undefined
  const [first, ...rest] = selects.map((selectTokens) => inferSelectColumns(selectTokens, knownTables))
  if (!first) return undefined
  const hasSameTypes = (columns: Column[] | undefined): boolean =>
    columns?.length === first.length && columns.every(({ type }, index) => type === first[index]!.type)
  return rest.every(hasSameTypes) ? first : undefined
}

/**
 * Splits a statement into the SELECTs joined by UNION or UNION ALL. Returns `undefined` if the statement is not
 * supported.
 */
function splitUnion(tokens: readonly SourceToken[]): SourceToken[][] | undefined {
  const selects = splitBy(tokens, (token) => isWord(token, 'UNION'))
  const trimmedSelects = selects.map((selectTokens, index) =>
    index > 0 && isWord(selectTokens[0], 'ALL', 'DISTINCT') ? selectTokens.slice(1) : selectTokens,
  )
  return trimmedSelects.some(
    (selectTokens, index) => selectTokens.length === 0 || (index > 0 && isWord(selectTokens[0], 'BY')),
  )
    ? undefined
    : trimmedSelects
}

function inferWithColumns(tokens: readonly SourceToken[], knownTables: TablesByName): Column[] | undefined {
  const tables: Record<string, readonly Column[]> = { ...knownTables }
  let position = 1
  for (;;) {
    const alias = getTokenName(tokens[position])
    if (alias === undefined || isWord(tokens[position], 'RECURSIVE') || !isWord(tokens[position + 1], 'AS'))
      return undefined
    const body = findBracket(tokens, position + 2)
    const columns = body && inferQueryColumns(body.inner, tables)
    if (!columns) return undefined
    tables[alias.toLowerCase()] = columns
    position = body.close + 1
    if (!isSymbol(tokens[position], ',')) return inferQueryColumns(tokens.slice(position), tables)
    position++
  }
}

const getTokenName = (token: SourceToken | undefined): string | undefined =>
  token?.kind === 'word' || token?.kind === 'quoted-name' ? token.value : undefined

function inferSelectColumns(tokens: readonly SourceToken[], knownTables: TablesByName): Column[] | undefined {
  const [first] = tokens
  if (!first) return undefined
  const { depth } = first
  const isTopLevel = (token: SourceToken): boolean => token.depth === depth
  const isUnsupported = (token: SourceToken): boolean =>
    isTopLevel(token) && isWord(token, ...unsupportedClauses.filter((clause) => clause !== 'USING'))
  if (tokens.some(isUnsupported)) return undefined
  const findClause = (from: number): number => {
    const clauseIndex = tokens.findIndex(
      (token, index) => index >= from && isTopLevel(token) && isWord(token, ...clauses),
    )
    return clauseIndex < 0 ? tokens.length : clauseIndex
  }
  const fromIndex = tokens.findIndex((token) => isTopLevel(token) && isWord(token, 'FROM'))
  const sources = fromIndex < 0 ? [] : parseSources(tokens.slice(fromIndex + 1, findClause(fromIndex + 1)), knownTables)
  if (!sources) return undefined
  if (isWord(first, 'FROM'))
    return tokens.some((token) => isTopLevel(token) && isWord(token, 'SELECT'))
      ? undefined
      : collectVisibleColumns(sources)
  if (!isWord(first, 'SELECT')) return undefined
  let start = 1
  if (isWord(tokens[start], 'ALL', 'DISTINCT')) start++
  if (isWord(tokens[start], 'ON')) start = (findBracket(tokens, start + 1)?.close ?? tokens.length) + 1
  const columns: Column[] = []
  for (const item of splitBy(tokens.slice(start, findClause(start)), (token) => isSymbol(token, ','))) {
    const newColumns = inferItemColumns(item, sources)
    if (!newColumns) return undefined
    columns.push(...newColumns)
  }
  return columns
}

interface JoinedSource extends Source {
  /** Columns shared through `USING`, which this side of the join does not output again. */
  sharedColumns: readonly string[]
}

function parseSources(tokens: readonly SourceToken[], knownTables: TablesByName): JoinedSource[] | undefined {
  const sources: JoinedSource[] = []
  let position = 0
  let isVisible = true
  for (;;) {
    const source = parseSource(tokens, position, knownTables)
    if (!source) return undefined
    position = source.end
    const sharedColumns: string[] = []
    if (isWord(tokens[position], 'USING')) {
      const bracket = findBracket(tokens, position + 1)
      if (!bracket) return undefined
      sharedColumns.push(...bracket.inner.flatMap((token) => getTokenName(token)?.toLowerCase() ?? []))
      position = bracket.close + 1
    } else if (isWord(tokens[position], 'ON')) {
      const { depth } = tokens[position]!
      const endsCondition = (token: SourceToken): boolean =>
        token.depth === depth &&
        (isSymbol(token, ',') || isWord(token, 'JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'SEMI', 'ANTI'))
      const nextIndex = tokens.findIndex(
        (token, index) => index > position + 1 && endsCondition(token) && !isSymbol(tokens[index + 1], '('),
      )
      position = nextIndex < 0 ? tokens.length : nextIndex
    }
    if (isVisible) sources.push({ alias: source.alias, columns: source.columns, sharedColumns })
    if (position >= tokens.length) return sources
    if (isSymbol(tokens[position], ',')) {
      isVisible = true
      position++
      continue
    }
    isVisible = !isWord(tokens[position], 'SEMI', 'ANTI')
    // Right and full joins merge the keys of both sides, possibly with a different type.
    if (isWord(tokens[position], 'RIGHT', 'FULL')) return undefined
    while (isWord(tokens[position], 'INNER', 'LEFT', 'OUTER', 'CROSS', 'SEMI', 'ANTI')) position++
    if (!isWord(tokens[position], 'JOIN')) return undefined
    position++
  }
}

function parseSource(
  tokens: readonly SourceToken[],
  position: number,
  knownTables: TablesByName,
): (Source & { end: number }) | undefined {
  const subquery = findBracket(tokens, position)
  const tableName = getTokenName(tokens[position])
  const columns = subquery
    ? inferQueryColumns(subquery.inner, knownTables)
    : tableName === undefined
      ? undefined
      : knownTables[tableName.toLowerCase()]
  if (!columns || !(subquery || Object.hasOwn(knownTables, tableName!.toLowerCase()))) return undefined
  let end = subquery ? subquery.close + 1 : position + 1
  if (isSymbol(tokens[end], '(', '.')) return undefined
  if (isWord(tokens[end], 'AS')) end++
  const alias = getTokenName(tokens[end])
  const isAlias =
    alias !== undefined &&
    !isWord(tokens[end], 'ON', 'USING', 'JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'SEMI', 'ANTI')
  if (isAlias) end++
  // Explicit column names are not supported.
  if (isSymbol(tokens[end], '(')) return undefined
  return { alias: (isAlias ? alias : (tableName ?? '')).toLowerCase(), columns, end }
}

const collectVisibleColumns = (sources: readonly JoinedSource[]): Column[] =>
  sources.flatMap(({ columns, sharedColumns }) =>
    columns.filter((column) => !sharedColumns.includes(column.name.toLowerCase())),
  )

function inferItemColumns(item: readonly SourceToken[], sources: readonly JoinedSource[]): Column[] | undefined {
  const [first, second, third] = item
  if (isSymbol(first, '*')) return excludeColumns(collectVisibleColumns(sources), item.slice(1))
  if (isSymbol(second, '.') && isSymbol(third, '*')) {
    const source = sources.find(({ alias }) => alias === getTokenName(first)?.toLowerCase())
    return source && excludeColumns(source.columns, item.slice(3))
  }
  const resolveType = (path: readonly string[]): string | undefined => findColumn(path, sources)?.type
  const { expression, alias } = splitAlias(item)
  const type = inferExpressionType(expression, resolveType)
  if (type === undefined) return undefined
  if (alias !== undefined) return [{ name: alias, type }]
  const path = expression.filter((_, index) => index % 2 === 0).map(({ value }) => value)
  const isPath = expression.every((token, index) =>
    index % 2 === 0 ? getTokenName(token) !== undefined : isSymbol(token, '.'),
  )
  const column = isPath ? findColumn(path, sources) : undefined
  return column && [{ name: column.name, type }]
}

function findColumn(path: readonly string[], sources: readonly JoinedSource[]): Column | undefined {
  const [column, alias] = [path.at(-1)!.toLowerCase(), path.length > 1 ? path.at(-2)!.toLowerCase() : undefined]
  if (path.length > 2) return undefined
  const matches = sources
    .filter((source) => alias === undefined || source.alias === alias)
    .flatMap((source) => (alias === undefined && source.sharedColumns.includes(column) ? [] : source.columns))
    .filter((candidate) => candidate.name.toLowerCase() === column)
  return matches.length === 1 ? matches[0] : undefined
}

function excludeColumns(columns: readonly Column[], excludeClause: readonly SourceToken[]): Column[] | undefined {
  if (excludeClause.length === 0) return [...columns]
  if (!isWord(excludeClause[0], 'EXCLUDE')) return undefined
  const bracket = findBracket(excludeClause, 1)
  if (bracket ? bracket.close !== excludeClause.length - 1 : excludeClause.length !== 2) return undefined
  const excludedNames = (bracket?.inner ?? excludeClause.slice(1)).flatMap(
    (token) => getTokenName(token)?.toLowerCase() ?? [],
  )
  return columns.filter((column) => !excludedNames.includes(column.name.toLowerCase()))
}

/** Parses `expression AS name` or `expression name`. */
function splitAlias(item: readonly SourceToken[]): { expression: readonly SourceToken[]; alias?: string } {
  const last = item.at(-1)
  const alias = getTokenName(last)
  if (alias === undefined || item.length < 2) return { expression: item }
  if (isWord(item.at(-2), 'AS')) return { expression: item.slice(0, -2), alias }
  const previous = item.at(-2)
  const endsExpression =
    previous?.kind === 'number' ||
    previous?.kind === 'string' ||
    previous?.kind === 'quoted-name' ||
    isSymbol(previous, ')', ']') ||
    isWord(previous, 'END')
  return (endsExpression || previous?.kind === 'word') && !isWord(last, 'END', 'NULL', 'TRUE', 'FALSE')
    ? { expression: item.slice(0, -1), alias }
    : { expression: item }
}

function trimSemicolons(statement: string): string {
  let end = statement.length
  while (end > 0 && /[;\s]/.test(statement[end - 1]!)) end--
  return statement.slice(0, end)
}
