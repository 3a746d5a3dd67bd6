import {
  findClosingBracket,
  isSqlType,
  isSymbol,
  join,
  findUnstableFunctions,
  quoteIdentifier,
  createOtherTableProblem,
  internalPrefix,
  findStatementProblem,
  findTextProblem,
  sql,
  tokenizeStatement,
  tableName,
  compileType,
  TablesError,
  unsafeSql,
  replaceUnboundedFunctions,
  addTotalOrder,
  type QueryOptions,
  type Scalar,
  type Sql,
  type StatementError,
  type Tables,
} from '@aw-flow/engine'
import { error, defined, type Column, type Problem } from '@aw-flow/schema'
import { protectText, type DuckDbConnection } from './duckdb-connection.ts'
import { locateStatementError } from './locate-statement-error.ts'
import { toTablesError } from './duckdb-problem.ts'

/**
 * A user statement after it has been checked and rewritten, with problems about results that may differ between runs.
 */
export interface CheckedStatement {
  select: Sql
  problems: Problem[]
}

const statementAlias = `${internalPrefix}statement`
let checkCount = 0

/**
 * Checks a user statement and returns the statement to run instead. DuckDB parses it as a single SELECT and prints it
 * without comments, with normalized case and quoting. In that text, functions are replaced with bounded ones. Only then
 * does DuckDB bind it to its inputs. Every function and relation is checked by name, and a total order is added.
 */
export async function checkStatement(
  connection: DuckDbConnection,
  statement: string,
  { inputs, parameters = {}, signal }: Pick<QueryOptions, 'inputs' | 'parameters' | 'signal'>,
): Promise<CheckedStatement> {
  const columns = Object.fromEntries(Object.entries(inputs).map(([alias, table]) => [alias, table.columns]))
  const relations = Object.fromEntries(
    Object.entries(inputs).map(([alias, { id }]) => [alias, sql`SELECT * FROM ${quoteIdentifier(tableName(id))}`]),
  )
  return checkWithRelations(connection, statement, { columns, relations, parameters, signal })
}

/** Checks a statement that reads the given relations. */
async function checkWithRelations(
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
  const textProblem = findTextProblem(statement)
  if (textProblem) throw new TablesError(textProblem)
  const columns: Record<string, readonly Column[]> = { ...inputColumns }
  const parameterColumns = toParameterColumns(parameters)
  if (parameterColumns.length > 0) columns.parameters = parameterColumns
  const aliases = new Set(Object.keys(columns).map((alias) => alias.toLowerCase()))
  // Names that DuckDB does not report here are checked later.
  for (const requestedName of await connection.findTableNames(statement)) {
    if (!aliases.has(requestedName.toLowerCase()))
      throw new TablesError(createOtherTableProblem(requestedName, Object.keys(columns)))
  }
  const normalizedStatement = await normalizeStatement(connection, statement, signal)
  const tokens = tokenizeStatement(normalizedStatement)
  const boundedStatement = replaceUnboundedFunctions(normalizedStatement, tokens)
  if (!boundedStatement.ok) throw new TablesError(boundedStatement.problem)
  const inputsClause = buildInputsClause(relations, parameters)
  const boundSelect = sql`${inputsClause} SELECT * FROM (${unsafeSql(boundedStatement.value)})`
  const resultColumns = await connection.queryRows(
    sql`SELECT ${protectText(sql`column_name`)} FROM (DESCRIBE ${boundSelect})`.text,
    { signal },
  )
  const problem = findStatementProblem(tokens, columns)
  if (problem) throw new TablesError(problem)
  const orderedStatement = addTotalOrder(
    boundedStatement.value,
    tokenizeStatement(boundedStatement.value),
    resultColumns.length,
  )
  return {
    select: sql`${inputsClause} SELECT * FROM (${unsafeSql(orderedStatement)})`,
    problems: findUnstableFunctions(tokens, columns),
  }
}

/** Checks a statement against inputs without rows. See `Tables.check`. */
export async function findStatementError(
  connection: DuckDbConnection,
  statement: string,
  { inputs, parameters = {}, signal }: Parameters<Tables['check']>[1] & { signal?: AbortSignal },
): Promise<StatementError | undefined> {
  const types = Object.values(inputs).flatMap((columns) => columns.map(({ type }) => type))
  if (!types.every(isSqlType)) return undefined
  const relations = Object.fromEntries(
    Object.entries(inputs).map(([alias, columns]) => [
      alias,
      sql`SELECT ${columns.map((column) => sql`CAST(NULL AS ${compileType(column.type)}) AS ${quoteIdentifier(column.name)}`)} LIMIT 0`,
    ]),
  )
  const check = (text: string): Promise<Problem | undefined> =>
    checkWithRelations(connection, text, { columns: inputs, relations, parameters, signal }).then(
      () => undefined,
      (cause: unknown) => toStatementError(cause).problem,
    )
  const problem = await check(statement)
  // Problems with other codes concern the database, not the statement.
  if (!problem?.code.startsWith('sql.')) return undefined
  const range = await locateStatementError(problem, statement, check)
  return defined({ problem, range })
}

/** Removes trailing semicolons and whitespace. */
function trimSemicolons(statement: string): string {
  let end = statement.length
  while (end > 0 && /[;\s]/.test(statement[end - 1]!)) end--
  return statement.slice(0, end)
}

const toLiteral = (value: Scalar): Sql => (value === null ? sql`CAST(NULL AS VARCHAR)` : sql`${value}`)

const toParameterColumns = (parameters: Readonly<Record<string, Scalar>>): Column[] =>
  Object.keys(parameters).map((column) => ({ name: column, type: 'unknown' }))

function buildInputsClause(
  relations: Readonly<Record<string, Sql>>,
  parameters: Readonly<Record<string, Scalar>>,
): Sql {
  const commonTableExpressions = Object.entries(relations).map(
    ([alias, relation]) => sql`${quoteIdentifier(alias)} AS NOT MATERIALIZED (${relation})`,
  )
  const parameterExpressions = Object.entries(parameters).map(
    ([column, value]) => sql`${toLiteral(value)} AS ${quoteIdentifier(column)}`,
  )
  if (parameterExpressions.length > 0)
    commonTableExpressions.push(sql`parameters AS NOT MATERIALIZED (SELECT ${parameterExpressions})`)
  return commonTableExpressions.length === 0 ? sql`` : sql`WITH ${join(commonTableExpressions, ', ')}`
}

/**
 * Returns the statement as DuckDB prints it after parsing. The statement must not be bound, because DuckDB evaluates
 * constants while binding a function call, without time or memory limits. DuckDB does not bind a common table
 * expression that is never referenced, so the statement is wrapped in one.
 */
async function normalizeStatement(
  connection: DuckDbConnection,
  statement: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const macroName = `${internalPrefix}check ${++checkCount}`
  const unboundStatement = sql`WITH ${quoteIdentifier(statementAlias)} AS NOT MATERIALIZED (${unsafeSql(trimSemicolons(statement))}
) SELECT 1`
  let definition: string
  try {
    await connection.run(sql`CREATE MACRO ${quoteIdentifier(macroName)}() AS TABLE ${unboundStatement}`.text, {
      signal,
    })
    const rows = await connection.queryRows(
      sql`SELECT ${protectText(sql`macro_definition`)} FROM duckdb_functions() WHERE function_name = ${macroName}`.text,
    )
    definition = String(rows[0]?.[0])
  } catch (cause) {
    if (toTablesError(cause).problem.code === 'sql.syntax') await throwSyntaxError(connection, statement)
    throw cause
  } finally {
    await connection.run(sql`DROP MACRO TABLE IF EXISTS ${quoteIdentifier(macroName)}`.text)
  }
  const tokens = tokenizeStatement(definition)
  const openIndex = tokens.findIndex((token) => isSymbol(token, '('))
  const closeIndex = openIndex < 0 ? -1 : findClosingBracket(tokens, openIndex)
  // Unbalanced brackets could end the common table expression early.
  const remainingTokens = tokens.slice(closeIndex + 1).map(({ value }) => value)
  if (closeIndex < 0 || remainingTokens.join(' ') !== 'SELECT 1') await throwSyntaxError(connection, statement)
  return definition.slice(tokens[openIndex]!.end, tokens[closeIndex]!.start).trim()
}

/**
 * Throws the syntax error for a statement that is not a single SELECT. `query` parses the statement but never binds it,
 * because it follows another statement.
 */
async function throwSyntaxError(connection: DuckDbConnection, statement: string): Promise<never> {
  await connection.queryRows(sql`SELECT 1 FROM query(${`SELECT 1;\n${statement}`})`.text)
  throw new TablesError(error('sql.syntax.not-rewritten', { statement: statement.slice(0, 200) }))
}

/** Converts a DuckDB error. Removes the names of other tables, which DuckDB suggests for unknown names. */
export function toStatementError(cause: unknown): TablesError {
  const { problem } = toTablesError(cause)
  const reason = problem.params?.['reason']
  if (typeof reason !== 'string') return toTablesError(cause)
  const publicReason = reason
    // Bounded functions are macros.
    .replaceAll(/"aw ([a-z_\d]+)"(?=\()/g, '$1')
    .split('Did you mean', 1)[0]!
    .replaceAll(/"?aw [^"\s]*"?/g, 'an internal table')
    .trim()
  return new TablesError({ ...problem, params: { ...problem.params, reason: publicReason } }, cause)
}
