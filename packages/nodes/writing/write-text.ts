import type { LanguageModel } from '@aw-flow/agents'
import { compileRowExpression, quoteIdentifier, sql, tableName, unsafeSql, type Tables } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { WriteRequest, WrittenText } from '@aw-flow/schema/internal'
import { findTextError } from './check-text.ts'
import { listExampleExpressions } from './expression-from-examples.ts'
import { writeWithModel } from './write-by-model.ts'
import { writeExpressionFromDescription } from './write-expression.ts'
import { learnPatterns, writePatternFromDescription } from './write-pattern.ts'
import { writeRuleFromDescription } from './write-rule.ts'

/** Resources for writing an expression, a rule, or a pattern. */
export interface WriteDependencies {
  readonly tables: Tables
  /** The language model that writes the text. If absent, rules write it. */
  readonly model?: LanguageModel | undefined
  readonly signal: AbortSignal
}

/** Number of rows for which results are returned. */
const previewRowCount = 8

/** Maximum number of candidate expressions to evaluate on the example rows. */
const maxCandidates = 60

/**
 * Writes an expression, a rule, or a pattern based on a description and examples, either by rules or, on request, using
 * a language model. The text is checked, and the database evaluates it on every example. No data is changed.
 */
export async function writeText(request: WriteRequest, dependencies: WriteDependencies): Promise<WrittenText> {
  const writtenText = await writeCheckedText(request, dependencies)
  const { kind, table, columns } = request
  if (kind !== 'row-expression' || !table || writtenText.text === undefined) return writtenText
  const { value } = compileRowExpression(writtenText.text, columns)
  const rows = await dependencies.tables.rows(
    sql`SELECT CAST(${value} AS VARCHAR) AS result FROM ${quoteIdentifier(tableName(table.id))} WHERE rowid < ${previewRowCount} ORDER BY rowid`,
    { signal: dependencies.signal },
  )
  return { ...writtenText, firstResults: rows.map(({ result }) => (typeof result === 'string' ? result : null)) }
}

async function writeCheckedText(request: WriteRequest, dependencies: WriteDependencies): Promise<WrittenText> {
  if (dependencies.model)
    return writeWithModel(request, { ...dependencies, model: dependencies.model, findExampleError })
  switch (request.kind) {
    case 'rule': {
      const { rule, unknownWords } = writeRuleFromDescription(request.description, request.columns)
      const text = rule && JSON.stringify(rule)
      return isUsable(request, text)
        ? { text, unknown: [], isContradiction: false }
        : { unknown: [...unknownWords], isContradiction: false }
    }
    case 'pattern':
      return writePattern(request, dependencies)
    case 'expression':
    case 'row-expression':
      return writeExpression(request, dependencies)
  }
}

const isUsable = (request: WriteRequest, text: string | undefined): text is string =>
  text !== undefined && findTextError(request, text) === undefined

async function writePattern(request: WriteRequest, dependencies: WriteDependencies): Promise<WrittenText> {
  const descriptionResult =
    request.description.trim() === '' ? undefined : writePatternFromDescription(request.description)
  const describedPattern = descriptionResult?.unknownWords.length === 0 ? descriptionResult.pattern : undefined
  const candidates = [...(describedPattern === undefined ? [] : [describedPattern]), ...learnPatterns(request.matches)]
  const usableCandidates = candidates.filter((pattern) => isUsable(request, pattern))
  for (const pattern of usableCandidates) {
    if ((await findExampleError(request, pattern, dependencies)) === undefined)
      return { text: pattern, unknown: [], isContradiction: false }
  }
  return { unknown: [...(descriptionResult?.unknownWords ?? [])], isContradiction: usableCandidates.length > 0 }
}

async function writeExpression(request: WriteRequest, dependencies: WriteDependencies): Promise<WrittenText> {
  const { description, kind } = request
  // Value types are unknown before a run, so they are guessed from the description.
  const columns: Column[] = request.columns.map((column) =>
    kind === 'expression' ? { ...column, type: /\d/.test(description) ? 'DOUBLE' : 'VARCHAR' } : column,
  )
  const descriptionResult = description.trim() === '' ? undefined : writeExpressionFromDescription(description, columns)
  const exampleExpressions = kind === 'row-expression' ? await listExpressionsFromExamples(request, dependencies) : []
  const candidates = [
    ...(descriptionResult?.expression === undefined ? [] : [descriptionResult.expression]),
    ...exampleExpressions,
  ]
  const usableCandidates = [...new Set(candidates)].filter((text) => isUsable(request, text)).slice(0, maxCandidates)
  for (const text of usableCandidates) {
    if ((await findExampleError(request, text, dependencies)) === undefined)
      return { text, unknown: [], isContradiction: false }
  }
  return { unknown: [...(descriptionResult?.unknownWords ?? [])], isContradiction: usableCandidates.length > 0 }
}

async function listExpressionsFromExamples(
  { table, results, columns }: WriteRequest,
  { tables, signal }: WriteDependencies,
): Promise<string[]> {
  if (!table || results.length === 0) return []
  const cells = columns.map(
    (column, index) => sql`CAST(${quoteIdentifier(column.name)} AS VARCHAR) AS ${quoteIdentifier(`c${index}`)}`,
  )
  const rowIds = unsafeSql(results.map(({ row }) => String(row - 1)).join(', '))
  const rows = await tables.rows(
    sql`SELECT rowid AS row_id, ${cells} FROM ${quoteIdentifier(tableName(table.id))} WHERE rowid IN (${rowIds})`,
    { signal },
  )
  const examples = results.flatMap(({ row, value }) => {
    const foundRow = rows.find(({ row_id: rowId }) => Number(rowId) === row - 1)
    const exampleCells = columns.map((_, index) => foundRow?.[`c${index}`])
    return foundRow
      ? [{ cells: exampleCells.map((text) => (typeof text === 'string' ? text : undefined)), result: value }]
      : []
  })
  return listExampleExpressions(examples, columns)
}

/**
 * Describes, in English, the first example that the text does not satisfy. Returns `undefined` if it satisfies all
 * examples.
 */
async function findExampleError(
  { kind, table, columns, results, matches, rejects }: WriteRequest,
  text: string,
  { tables, signal }: Pick<WriteDependencies, 'tables' | 'signal'>,
): Promise<string | undefined> {
  if (kind === 'pattern' && matches.length + rejects.length > 0) {
    const tests = [...matches, ...rejects].map(
      (value, index) => sql`regexp_full_match(${value}, ${text}) AS ${quoteIdentifier(`t${index}`)}`,
    )
    const [row] = await tables.rows(sql`SELECT ${tests}`, { signal })
    const failingExample = [...matches, ...rejects].find((_, index) => row?.[`t${index}`] !== index < matches.length)
    if (failingExample === undefined) return undefined
    return matches.includes(failingExample)
      ? `The pattern does not match ${JSON.stringify(failingExample)}.`
      : `The pattern matches ${JSON.stringify(failingExample)}, which it must not match.`
  }
  if (kind !== 'row-expression' || !table || results.length === 0) return undefined
  const { value } = compileRowExpression(text, columns)
  const rowIds = unsafeSql(results.map(({ row }) => String(row - 1)).join(', '))
  const rows = await tables.rows(
    sql`SELECT rowid AS row_id, CAST(${value} AS VARCHAR) AS result FROM ${quoteIdentifier(tableName(table.id))} WHERE rowid IN (${rowIds})`,
    { signal },
  )
  for (const { row, value: expected } of results) {
    const result = rows.find(({ row_id: rowId }) => Number(rowId) === row - 1)?.result
    if (!isEqual(typeof result === 'string' ? result : '', expected))
      return `For row ${row}, the expression returns ${JSON.stringify(result ?? null)} instead of ${JSON.stringify(expected)}.`
  }
  return undefined
}

function isEqual(result: string, expected: string): boolean {
  if (result === expected) return true
  const [left, right] = [Number(result), Number(expected)]
  if (result.trim() === '' || expected.trim() === '' || Number.isNaN(left) || Number.isNaN(right)) return false
  return Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(right))
}
