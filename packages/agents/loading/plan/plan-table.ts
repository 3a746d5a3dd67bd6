import { message } from '@aw-flow/messages'
import { warning, type LoadPlan, type Problem } from '@aw-flow/schema'
import type { OtherTable } from '@aw-flow/schema/internal'
import type { FilePlan } from './file-plan.ts'
import type { TextSample } from '../structure/locate-table.ts'

/**
 * Plans one of several tables in a text file, based on the lines between the previous and the next table. If the table
 * does not exist, returns the main table's plan with a warning.
 *
 * @param tableNumber The 1-based number of the table.
 * @param planLines Plans the table in an excerpt of the text.
 */
export function planTable(
  sample: TextSample,
  mainPlan: FilePlan,
  tableNumber: number,
  planLines: (excerpt: TextSample) => FilePlan,
): FilePlan {
  const lines = sample.head.split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  const tables = listAllTables(mainPlan.plan, lines.length)
  const chosenTable = tables[tableNumber - 1]
  if (!chosenTable)
    return { ...mainPlan, warnings: [createUnknownTableWarning(tableNumber, tables.length), ...mainPlan.warnings] }
  if (chosenTable.isMain) return mainPlan
  const firstLine = (tables[tableNumber - 2]?.lines[1] ?? 0) + 1
  const lastLine = (tables[tableNumber]?.lines[0] ?? lines.length + 1) - 1
  const tablePlan = planLines({
    head: lines
      .slice(firstLine - 1, lastLine)
      .map((line) => `${line}\n`)
      .join(''),
    blocks: [],
    isComplete: true,
  })
  const linesBelow = (tablePlan.plan.trailingLines ?? 0) + lines.length - lastLine
  const { trailingLines: _, mends, otherTables: __, ...rest } = tablePlan.plan
  const plan: LoadPlan = {
    ...rest,
    skippedLines: tablePlan.plan.skippedLines + firstLine - 1,
    ...(linesBelow === 0 ? {} : { trailingLines: linesBelow }),
    otherTables: tables.filter((other) => other !== chosenTable).map(({ isMain: ___, ...otherTable }) => otherTable),
    ...(mends ? { mends: mends.map((repair) => ({ ...repair, line: repair.line + firstLine - 1 })) } : {}),
  }
  return { plan, alternatives: [], warnings: tablePlan.warnings.map((problem) => shiftProblem(problem, firstLine - 1)) }
}

/** Returns the 1-based number of the table that a plan loads, or `undefined` if the file has a single table. */
export function findTableNumber({ otherTables, skippedLines }: LoadPlan): number | undefined {
  return otherTables && otherTables.filter(({ lines: [firstLine] }) => firstLine <= skippedLines).length + 1
}

/** Lists all tables in a file, including the planned one (`isMain`), in the order of their lines. */
export function listAllTables(plan: LoadPlan, lineCount: number): (OtherTable & { isMain: boolean })[] {
  const { skippedLines, headerLines, trailingLines = 0, columns, otherTables = [] } = plan
  const lastLine = lineCount - trailingLines
  const rowCount = Math.max(0, lastLine - skippedLines - headerLines)
  const mainTable = { lines: [skippedLines + 1, lastLine] as [number, number], columns: columns.length, rows: rowCount }
  return [{ ...mainTable, isMain: true }, ...otherTables.map((table) => ({ ...table, isMain: false }))].sort(
    (a, b) => a.lines[0] - b.lines[0],
  )
}

/** Creates a warning about other tables in a text file. It lists up to six of them. */
export const createOtherTableWarnings = (otherTables: readonly OtherTable[]): Problem[] => {
  const [first] = otherTables
  if (!first) return []
  const tables = otherTables
    .slice(0, 6)
    .map(({ lines: [from, to], columns, rows = 0 }) => message('loading.other-table', { from, to, columns, rows }))
  const params = { count: otherTables.length, tables }
  return [warning('load.other-table', params, { where: { line: first.lines[0] } })]
}

/** Adds an offset to the line number of a problem, if it has one. */
export const shiftProblem = (problem: Problem, offset: number): Problem =>
  problem.where?.line === undefined
    ? problem
    : { ...problem, where: { ...problem.where, line: problem.where.line + offset } }

const createUnknownTableWarning = (table: number, count: number): Problem =>
  warning('load.no-such-table', { table, tables: count }, { where: { setting: 'part' } })
