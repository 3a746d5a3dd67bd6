import {
  closingOf,
  isKeyword,
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
  TablesError,
  unsafeSql,
  withBounds,
  withTotalOrder,
  type QueryOptions,
  type Scalar,
  type Sql,
  type StatementToken,
} from '@aw-flow/engine'
import { error, type Column, type Problem } from '@aw-flow/schema'
import { sentText, type DuckDbConnection } from './duckdb-connection.ts'
import { toTablesError } from './duckdb-problem.ts'

/** A person's statement as it is run, and what of its result may differ. */
export interface CheckedStatement {
  select: Sql
  problems: Problem[]
}

const whole = `${ownPrefix}statement`
let checks = 0

/**
 * Checks a person's statement and answers what is run in its place. DuckDB parses it as a single SELECT (`query`), binds it
 * over its inputs, and writes it again as a macro without comments, case and quoting: of that text every function and every
 * relation is checked by name, and its order is made total.
 */
export async function checkStatement(
  connection: DuckDbConnection,
  statement: string,
  { inputs, parameters = {}, signal }: Pick<QueryOptions, 'inputs' | 'parameters' | 'signal'>,
): Promise<CheckedStatement> {
  const refused = refuseText(statement)
  if (refused) throw new TablesError(refused)
  const columns: Record<string, readonly Column[]> = Object.fromEntries(
    Object.entries(inputs).map(([alias, table]) => [alias, table.columns]),
  )
  const known = parameterColumns(parameters)
  if (known.length > 0) columns.parameters = known
  const aliases = new Set(Object.keys(columns).map((alias) => alias.toLowerCase()))
  // Where a name stands at a place that DuckDB does not look at here, it does below.
  for (const asked of await connection.tableNames(statement)) {
    if (!aliases.has(asked.toLowerCase())) throw new TablesError(otherTable(asked, Object.keys(columns)))
  }
  const around = withInputs(inputs, parameters)
  const described = await connection.rows(
    sql`SELECT ${sentText(sql`column_name`)} FROM (DESCRIBE ${around} SELECT * FROM query(${statement}))`.text,
    { signal },
  )
  const written = await rewritten(
    connection,
    sql`${around} SELECT * FROM (${unsafeSql(withoutEnd(statement))}
) AS ${name(whole)}`,
    signal,
  )
  const tokens = statementTokens(written)
  const problem = refuseStatement(tokens, columns)
  if (problem) throw new TablesError(problem)
  const bounded = withBounds(written, tokens)
  if (typeof bounded !== 'string') throw new TablesError(bounded)
  const ordered = withTotalOrder(bounded, statementTokens(bounded), described.length)
  return { select: sql`${around} SELECT * FROM (${unsafeSql(ordered)})`, problems: mayDiffer(tokens, columns) }
}

/** A semicolon may stand at the end. */
const withoutEnd = (statement: string): string => statement.replace(/[;\s]+$/, '')

const literal = (value: Scalar): Sql => (value === null ? sql`CAST(NULL AS VARCHAR)` : sql`${value}`)

const parameterColumns = (parameters: Readonly<Record<string, Scalar>>): Column[] =>
  Object.keys(parameters).map((column) => ({ name: column, type: 'unknown' }))

function withInputs(inputs: QueryOptions['inputs'], parameters: Readonly<Record<string, Scalar>>): Sql {
  const parts = Object.entries(inputs).map(
    ([alias, { id }]) => sql`${name(alias)} AS NOT MATERIALIZED (SELECT * FROM ${name(tableName(id))})`,
  )
  const cells = Object.entries(parameters).map(([column, value]) => sql`${literal(value)} AS ${name(column)}`)
  if (cells.length > 0) parts.push(sql`parameters AS NOT MATERIALIZED (SELECT ${cells})`)
  return parts.length === 0 ? sql`` : sql`WITH ${join(parts, ', ')}`
}

/** The statement within `select` as DuckDB writes it after parsing. */
async function rewritten(connection: DuckDbConnection, select: Sql, signal: AbortSignal | undefined): Promise<string> {
  const macro = `${ownPrefix}check ${++checks}`
  let definition: string
  try {
    await connection.run(sql`CREATE MACRO ${name(macro)}() AS TABLE ${select}`.text, { signal })
    const found = await connection.rows(
      sql`SELECT ${sentText(sql`macro_definition`)} FROM duckdb_functions() WHERE function_name = ${macro}`.text,
    )
    definition = String(found[0]?.[0])
  } finally {
    await connection.run(sql`DROP MACRO TABLE IF EXISTS ${name(macro)}`.text)
  }
  const tokens = statementTokens(definition)
  const open = tokens.findIndex((token, index) => isSign(token, '(') && token.depth === 0 && isWhole(tokens, index))
  if (open < 0) throw new TablesError(notRead(definition))
  const close = closingOf(tokens, open)
  return definition.slice(tokens[open]!.end, tokens[close]!.start).trim()
}

function isWhole(tokens: readonly StatementToken[], open: number): boolean {
  const close = closingOf(tokens, open)
  return isKeyword(tokens[close + 1], 'AS') && tokens[close + 2]?.value === whole
}

const notRead = (definition: string): Problem =>
  error('sql.syntax.not-rewritten', { statement: definition.slice(0, 200) })

/** DuckDB's error without the names of other tables, which it suggests where a name is not found. */
export function toStatementError(cause: unknown): TablesError {
  const { problem } = toTablesError(cause)
  const reason = problem.params?.['reason']
  if (typeof reason !== 'string') return toTablesError(cause)
  const shown = reason
    .replace(/\s*Did you mean[^]*$/, '')
    .replaceAll(/"?aw [^"\s]*"?/g, 'an internal table')
    .trim()
  return new TablesError({ ...problem, params: { ...problem.params, reason: shown } }, cause)
}
