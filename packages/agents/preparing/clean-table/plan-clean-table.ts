import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import { defined, info, type PreparationPlan, type TableRef } from '@aw-flow/schema'
import { isAppliedOperation, type CountedValue, type Operation } from '@aw-flow/schema/internal'
import { isDateName, isIdName } from '../../column-meaning.ts'
import { collectHints, inferColumn, type ColumnHints, type InferredColumn } from '../../loading/columns/infer-column.ts'
import { readWideRows } from '../../read-wide-rows.ts'
import { makeUniqueName, collectNames } from '../../unique-name.ts'
import { measureColumns, type MeasuredTable } from '../measure-columns.ts'
import { compileForTable } from '../plans/compile-for-table.ts'
import {
  findColumnsLosingValues,
  inferTextColumns,
  readTextCells,
  type TextCells,
  type TextColumnValues,
} from '../targets/inspect-texts.ts'
import { planGeneric } from '../targets/plan-generic.ts'
import { planTextParsing } from '../targets/plan-text-parsing.ts'
import { planFindings, type PlannedFindings } from './plan-findings.ts'
import { junkPattern, planJunkRows } from './find-junk-rows.ts'
import { planDuplicates } from './plan-duplicates.ts'
import { unifyTexts } from './unify-texts.ts'
import { unifyTypedValues } from './unify-typed-values.ts'
import { applyChanges, minAppliedConfidence, type ValueChange } from './value-change.ts'

/** The values of a text column after the applied changes, and the operations that change them. */
interface UnifiedColumn extends TextColumnValues {
  operations: Operation[]
}

/** A plan for a clean table. */
interface CleanTablePlan {
  readonly plan: PreparationPlan
  /** The errors that a check finds and the plan does not repair. */
  readonly unrepairedGroups: PlannedFindings['unrepairedGroups']
}

/**
 * The result of planning, for the plan and for each table that the plan leaves unchanged, so that the same rows are not
 * examined twice: once to plan them, and once to find what remains to be cleaned.
 */
const knownPlans = new WeakMap<PreparationPlan | TableRef, CleanTablePlan>()

/**
 * Plans a clean table: drops empty rows, repeated headers, totals and repeated rows; trims text; gives all values of a
 * column one format and equal things one spelling; repairs the errors that a check finds; and converts columns to their
 * types. Operations that are likely but not certain are suggested: they are not applied until a person approves them.
 */
export async function planCleanTable(
  tables: Tables,
  table: TableRef,
  measured: MeasuredTable,
  signal?: AbortSignal,
): Promise<PreparationPlan> {
  const planned = await planWithFindings(tables, table, measured, signal)
  knownPlans.set(planned.plan, planned)
  return planned.plan
}

/** Notes that a plan was applied, because a table that it leaves unchanged needs no other plan. */
export function keepPlanFor(plan: PreparationPlan, result: TableRef): void {
  const planned = knownPlans.get(plan)
  if (planned && !plan.operations.some(isAppliedOperation)) knownPlans.set(result, planned)
}

/** Plans a clean table unless a plan is known, and returns the errors that the plan cannot repair. */
export async function findPlan(tables: Tables, table: TableRef, signal?: AbortSignal): Promise<CleanTablePlan> {
  return knownPlans.get(table) ?? planWithFindings(tables, table, await measureColumns(tables, table, signal), signal)
}

/**
 * Plans a clean table, and returns the errors that the plan cannot repair.
 *
 * @param find - Plans operations for the findings of a check.
 */
export async function planWithFindings(
  tables: Tables,
  table: TableRef,
  measured: MeasuredTable,
  signal?: AbortSignal,
  find: typeof planFindings = planFindings,
): Promise<CleanTablePlan> {
  const cells = await readTextCells(tables, table, { pattern: junkPattern, signal })
  const junkOperations = await planJunkRows(tables, table, measured, cells, signal)
  if (!junkOperations.some(isAppliedOperation))
    return planColumns(tables, { table, measured, cells, junkOperations }, find, signal)
  const rest = await tables.create(compileForTable({ table, operations: junkOperations }).select, {
    id: `${table.id}-without-junk`,
    ...defined({ signal }),
  })
  try {
    const examined = {
      table: rest,
      measured: await measureColumns(tables, rest, signal),
      cells: await readTextCells(tables, rest, { signal }),
      junkOperations,
    }
    return await planColumns(tables, examined, find, signal)
  } finally {
    await tables.drop(rest.id)
  }
}

/** A table without the rows that the operations drop, and what is known about its columns. */
interface ExaminedTable {
  table: TableRef
  measured: MeasuredTable
  cells: ReadonlyMap<string, TextCells>
  junkOperations: readonly Operation[]
}

async function planColumns(
  tables: Tables,
  { table, measured, cells, junkOperations }: ExaminedTable,
  find: typeof planFindings,
  signal: AbortSignal | undefined,
): Promise<CleanTablePlan> {
  const textValues = inferTextColumns(measured, cells)
  const hints = collectHints([...textValues.values()].map(({ inferredColumn }) => inferredColumn))
  const unifiedColumns = new Map<string, UnifiedColumn>()
  for (const [name, columnValues] of textValues) {
    const { untrimmed } = cells.get(name)!
    unifiedColumns.set(name, await unifyColumn(tables, { name, untrimmed }, columnValues, hints, signal))
  }
  const firstPlan = planGeneric(measured, { texts: unifiedColumns })
  const parsedColumns = firstPlan.operations.flatMap((operation) =>
    parsingOperations.has(operation.op) && isAppliedOperation(operation) && 'column' in operation
      ? [operation.column]
      : [],
  )
  const textColumns = await findColumnsLosingValues(
    tables,
    table,
    [...new Set(parsedColumns)] as string[],
    firstPlan.operations.filter(({ op }) => !parsingOperations.has(op) && op !== 'drop-column'),
    firstPlan.operations,
    signal,
  )
  const { operations: columnOperations, notes } =
    textColumns.size === 0 ? firstPlan : planGeneric(measured, { texts: unifiedColumns, textColumns })
  const textOperations = columnOperations.filter(isTextOperation)
  const found = await find(tables, table, textOperations, signal)
  const operations = [
    ...textOperations,
    ...found.operations,
    ...columnOperations.filter((operation) => !isTextOperation(operation)),
    ...(await planSentinels(tables, table, measured, signal)),
  ]
  const duplicates = await planDuplicates(tables, table, measured, operations, signal)
  const plan: PreparationPlan = {
    target: 'generic',
    operations: [
      ...junkOperations,
      ...operations,
      ...(duplicates ? [duplicates.operation] : []),
      ...planNames(measured),
    ],
    notes:
      duplicates && !isAppliedOperation(duplicates.operation)
        ? [...notes, info('prepare.duplicate-rows', { rows: duplicates.rows })]
        : notes,
  }
  return { plan, unrepairedGroups: found.unrepairedGroups }
}

/** Returns whether an operation changes texts and leaves them texts. */
const isTextOperation = ({ op }: Operation): boolean =>
  op === 'trim' || op === 'empty-texts' || op === 'map-values' || op === 'merge-spellings'

/** Operations that convert text to another type. */
export const parsingOperations: ReadonlySet<Operation['op']> = new Set<Operation['op']>([
  'parse-number',
  'parse-currency',
  'parse-date',
  'cast',
])

async function unifyColumn(
  tables: Tables,
  { name, untrimmed }: { name: string; untrimmed: number },
  { values, inferredColumn }: TextColumnValues,
  hints: ColumnHints,
  signal: AbortSignal | undefined,
): Promise<UnifiedColumn> {
  const operations: Operation[] = []
  const isSpaced = values.some(({ value }) => spaces.test(value))
  if (untrimmed > 0 || isSpaced)
    operations.push({
      op: 'trim',
      reason: message(isSpaced ? 'prepare.reason-repeated-spaces' : 'prepare.reason-untrimmed', {}),
      column: name,
      confidence: 0.99,
      ...(isSpaced ? { inner: true } : {}),
    })
  const infer = (currentValues: readonly CountedValue[]): InferredColumn =>
    inferColumn(
      currentValues.map(({ value }) => value),
      { ...hints, containsIds: isIdName(name), hasDateName: isDateName(name) },
    )
  const trimmedValues = isSpaced ? collapseSpaces(values) : values
  const isUniform =
    inferredColumn.type !== 'VARCHAR' && inferredColumn.misfits.length === 0 && inferredColumn.otherFormat === undefined
  if (isUniform || isIdName(name)) return { values: trimmedValues, inferredColumn, operations }
  const typedChanges = await unifyTypedValues(tables, name, trimmedValues, hints, signal)
  const changes = typedChanges.length > 0 ? typedChanges : unifyTexts(name, trimmedValues)
  operations.push(...changes.map((change) => toOperation(name, change, trimmedValues)))
  const changedValues = applyChanges(trimmedValues, changes)
  const result = { values: changedValues, inferredColumn: infer(changedValues), operations }
  const suggestions = changes.filter(({ confidence }) => confidence < minAppliedConfidence)
  if (suggestions.length === 0 || result.inferredColumn.type !== 'VARCHAR') return result
  // Once a person has approved the suggestions, the column can be converted too.
  const approvedValues = applyChanges(
    trimmedValues,
    changes.map((change) => ({ ...change, confidence: 1 })),
  )
  const parseOperations = planTextParsing(name, { values: approvedValues, inferredColumn: infer(approvedValues) }, () =>
    makeUniqueName(`${name}_currency`, new Set()),
  )
  operations.push(
    ...parseOperations.map((operation): Operation => ({ ...operation, confidence: 0.6, state: 'suggested' })),
  )
  return result
}

const spaces = /\s{2,}|[\t\n\u00a0]/

function collapseSpaces(values: readonly CountedValue[]): CountedValue[] {
  const counts = new Map<string, number>()
  for (const { value, count } of values) {
    const text = value.replaceAll(/[\s\u00a0]+/g, ' ')
    counts.set(text, (counts.get(text) ?? 0) + count)
  }
  return [...counts].map(([value, count]) => ({ value, count }))
}

/** Converts a change of values to an operation whose reason names the number of cells and examples. */
function toOperation(
  column: string,
  { kind, confidence, values }: ValueChange,
  counted: readonly CountedValue[],
): Operation {
  const counts = new Map(counted.map(({ value, count }) => [value, count]))
  const entries = [...values]
  const reason = message('prepare.reason-values', {
    kind,
    cells: message('prepare.cells', { cells: entries.reduce((sum, [from]) => sum + (counts.get(from) ?? 0), 0) }),
    examples: entries
      .slice(0, 3)
      .map(([from, to]) =>
        to === null ? message('prepare.value', { value: from }) : message('prepare.value-change', { from, to }),
      ),
  })
  const common = {
    reason,
    column,
    confidence,
    ...(confidence < minAppliedConfidence ? { state: 'suggested' as const } : {}),
  }
  if (kind === 'missing') return { op: 'empty-texts', ...common, texts: entries.map(([from]) => from) }
  if (kind !== 'letter-case' && kind !== 'spelling' && kind !== 'abbreviation')
    return { op: 'map-values', ...common, values: entries.map(([from, to]) => ({ from, to })), others: 'keep' }
  const groups = new Map<string, string[]>()
  for (const [from, to] of entries) groups.set(to ?? '', [...(groups.get(to ?? '') ?? []), from])
  return { op: 'merge-spellings', ...common, groups: [...groups].map(([to, from]) => ({ to, from })) }
}

/** Plans to empty the cells of numeric columns with numbers such as -999 that are their only negative numbers. */
async function planSentinels(
  tables: Tables,
  table: TableRef,
  { columns }: MeasuredTable,
  signal: AbortSignal | undefined,
): Promise<Operation[]> {
  const candidates = columns.filter(({ numbers }) => /^-9{2,4}$/.test(String(numbers?.min)) && (numbers?.max ?? 0) > 0)
  if (candidates.length === 0) return []
  const counts = candidates.map(
    ({ name, numbers }, index) =>
      sql`count(*) FILTER (${quoteIdentifier(name)} < 0 AND ${quoteIdentifier(name)} <> ${numbers!.min!}) AS ${quoteIdentifier(`n${index}`)}`,
  )
  const [row = {}] = await readWideRows(tables, counts, quoteIdentifier(tableName(table.id)), defined({ signal }))
  return candidates.flatMap(({ name, numbers }, index): Operation[] => {
    if (Number(row[`n${index}`]) > 0 || name.includes('`')) return []
    const reason = message('prepare.reason-sentinel', { value: String(numbers!.min) })
    return [{ op: 'empty-where', reason, column: name, expression: `\`${name}\` = ${numbers!.min}`, confidence: 0.85 }]
  })
}

/** Plans readable column names: without line breaks and repeated spaces. */
function planNames({ columns }: MeasuredTable): Operation[] {
  const usedNames = collectNames(columns)
  return columns.flatMap(({ name }): Operation[] => {
    const readable = name.replaceAll(/[\s\u00a0\ufeff]+/g, ' ').trim()
    if (readable === name || readable === '') return []
    const reason = message('prepare.reason-readable-name', {})
    return [{ op: 'rename', reason, column: name, to: makeUniqueName(readable, usedNames), confidence: 0.95 }]
  })
}
