import {
  closingOf,
  isKeyword,
  isNameable,
  isSign,
  join,
  mayDiffer,
  name,
  otherTable,
  ownPrefix,
  refuseStatement,
  refuseText,
  sql,
  statementTokens,
  tableName,
  typeSql,
  TablesError,
  unsafeSql,
  withBounds,
  withTotalOrder,
  type QueryOptions,
  type Scalar,
  type Sql,
  type StatementFault,
  type StatementToken,
  type Tables,
} from '@aw-flow/engine'
import { error, type Column, type Problem } from '@aw-flow/schema'
import { sentText, type DuckDbConnection } from './duckdb-connection.ts'
import { locateFault } from './locate-fault.ts'
import { toTablesError } from './duckdb-problem.ts'

/** A user's statement as it is executed, with problems about results that may differ between runs. */
export interface CheckedStatement {
  select: Sql
  problems: Problem[]
}

const statementAlias = `${ownPrefix}statement`
let checks = 0

/**
 * Checks a user's statement and returns the statement to run instead. DuckDB parses it as a single SELECT (`query`),
 * binds it to its inputs, and prints it as a macro with normalized case and quoting and without comments. Every
 * function and every relation in that text is checked by name, and its order is made total.
 */
export async function checkStatement(
  connection: DuckDbConnection,
  statement: string,
  { inputs, parameters = {}, signal }: Pick<QueryOptions, 'inputs' | 'parameters' | 'signal'>,
): Promise<CheckedStatement> {
  const columns = Object.fromEntries(Object.entries(inputs).map(([alias, table]) => [alias, table.columns]))
  const relations = Object.fromEntries(
    Object.entries(inputs).map(([alias, { id }]) => [alias, sql`SELECT * FROM ${name(tableName(id))}`]),
  )
  return checkOver(connection, statement, { columns, relations, parameters, signal })
}

/** Checks a statement over relations with these columns. */
async function checkOver(
  connection: DuckDbConnection,
  statement: string,
  {
    columns: inputColumns,
    relations,
    parameters,
    signal,
  }: {
    columns: Readonly<Record<string, readonly Column[]>>
    relations: Readonly<Record<string, Sql>>
    parameters: Readonly<Record<string, Scalar>>
    signal?: AbortSignal | undefined
  },
): Promise<CheckedStatement> {
  const textProblem = refuseText(statement)
  if (textProblem) throw new TablesError(textProblem)
  const columns: Record<string, readonly Column[]> = { ...inputColumns }
  const known = parameterColumns(parameters)
  if (known.length > 0) columns.parameters = known
  const aliases = new Set(Object.keys(columns).map((alias) => alias.toLowerCase()))
  // Names that DuckDB does not report here are checked below.
  for (const requested of await connection.tableNames(statement)) {
    if (!aliases.has(requested.toLowerCase())) throw new TablesError(otherTable(requested, Object.keys(columns)))
  }
  const inputsClause = withInputs(relations, parameters)
  const described = await connection.rows(
    sql`SELECT ${sentText(sql`column_name`)} FROM (DESCRIBE ${inputsClause} SELECT * FROM query(${statement}))`.text,
    { signal },
  )
  const written = await rewritten(
    connection,
    sql`${inputsClause} SELECT * FROM (${unsafeSql(withoutEnd(statement))}
) AS ${name(statementAlias)}`,
    signal,
  )
  const tokens = statementTokens(written)
  const problem = refuseStatement(tokens, columns)
  if (problem) throw new TablesError(problem)
  const bounded = withBounds(written, tokens)
  if (typeof bounded !== 'string') throw new TablesError(bounded)
  const ordered = withTotalOrder(bounded, statementTokens(bounded), described.length)
  return { select: sql`${inputsClause} SELECT * FROM (${unsafeSql(ordered)})`, problems: mayDiffer(tokens, columns) }
}

/** Checks a statement against inputs without rows; see `Tables.check`. */
export async function findFault(
  connection: DuckDbConnection,
  statement: string,
  { inputs, parameters = {} }: Parameters<Tables['check']>[1],
): Promise<StatementFault | undefined> {
  const types = Object.values(inputs).flatMap((columns) => columns.map(({ type }) => type))
  if (!types.every(isNameable)) return undefined
  const relations = Object.fromEntries(
    Object.entries(inputs).map(([alias, columns]) => [
      alias,
      sql`SELECT ${columns.map((column) => sql`CAST(NULL AS ${typeSql(column.type)}) AS ${name(column.name)}`)} LIMIT 0`,
    ]),
  )
  const check = (text: string): Promise<Problem | undefined> =>
    checkOver(connection, text, { columns: inputs, relations, parameters }).then(
      () => undefined,
      (cause: unknown) => toStatementError(cause).problem,
    )
  const problem = await check(statement)
  // Others concern the database and not the statement.
  if (!problem?.code.startsWith('sql.')) return undefined
  const place = await locateFault(problem, statement, check)
  return { problem, ...(place ? { place } : {}) }
}

/** Removes trailing semicolons. */
const withoutEnd = (statement: string): string => statement.replace(/[;\s]+$/, '')

const literal = (value: Scalar): Sql => (value === null ? sql`CAST(NULL AS VARCHAR)` : sql`${value}`)

const parameterColumns = (parameters: Readonly<Record<string, Scalar>>): Column[] =>
  Object.keys(parameters).map((column) => ({ name: column, type: 'unknown' }))

function withInputs(relations: Readonly<Record<string, Sql>>, parameters: Readonly<Record<string, Scalar>>): Sql {
  const parts = Object.entries(relations).map(
    ([alias, relation]) => sql`${name(alias)} AS NOT MATERIALIZED (${relation})`,
  )
  const cells = Object.entries(parameters).map(([column, value]) => sql`${literal(value)} AS ${name(column)}`)
  if (cells.length > 0) parts.push(sql`parameters AS NOT MATERIALIZED (SELECT ${cells})`)
  return parts.length === 0 ? sql`` : sql`WITH ${join(parts, ', ')}`
}

/** The statement within `select` as DuckDB prints it after parsing. */
async function rewritten(connection: DuckDbConnection, select: Sql, signal: AbortSignal | undefined): Promise<string> {
  const macro = `${ownPrefix}check ${++checks}`
  let definition: string
  try {
    await connection.run(sql`CREATE MACRO ${name(macro)}() AS TABLE ${select}`.text, { signal })
    const rows = await connection.rows(
      sql`SELECT ${sentText(sql`macro_definition`)} FROM duckdb_functions() WHERE function_name = ${macro}`.text,
    )
    definition = String(rows[0]?.[0])
  } finally {
    await connection.run(sql`DROP MACRO TABLE IF EXISTS ${name(macro)}`.text)
  }
  const tokens = statementTokens(definition)
  const open = tokens.findIndex(
    (token, index) => isSign(token, '(') && token.depth === 0 && isStatementAlias(tokens, index),
  )
  if (open < 0) throw new TablesError(notRewritten(definition))
  const close = closingOf(tokens, open)
  return definition.slice(tokens[open]!.end, tokens[close]!.start).trim()
}

function isStatementAlias(tokens: readonly StatementToken[], open: number): boolean {
  const close = closingOf(tokens, open)
  return isKeyword(tokens[close + 1], 'AS') && tokens[close + 2]?.value === statementAlias
}

const notRewritten = (definition: string): Problem =>
  error('sql.syntax.not-rewritten', { statement: definition.slice(0, 200) })

/** Converts DuckDB's error without the names of other tables, which DuckDB suggests for unknown names. */
export function toStatementError(cause: unknown): TablesError {
  const { problem } = toTablesError(cause)
  const reason = problem.params?.['reason']
  if (typeof reason !== 'string') return toTablesError(cause)
  const publicReason = reason
    .replace(/\s*Did you mean[^]*$/, '')
    .replaceAll(/"?aw [^"\s]*"?/g, 'an internal table')
    .trim()
  return new TablesError({ ...problem, params: { ...problem.params, reason: publicReason } }, cause)
}
