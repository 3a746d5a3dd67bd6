import { warning, type LoadPlan, type OtherTable, type Problem } from '@aw-flow/schema'
import type { FilePlan } from './file-plan.ts'
import type { TextSample } from '../structure/locate-table.ts'

/**
 * The plan for one of the tables of a text, counted from its beginning: the lines between the tables before and behind it
 * are planned as if they were the text. Where there is no such table, the main one's plan stays, with a warning.
 */
export function planTable(
  sample: TextSample,
  main: FilePlan,
  table: number,
  planLines: (part: TextSample) => FilePlan,
): FilePlan {
  const lines = sample.head.split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  const tables = tablesInOrder(main.plan, lines.length)
  const chosen = tables[table - 1]
  if (!chosen) return { ...main, warnings: [noTable(table, tables.length), ...main.warnings] }
  if (chosen.isMain) return main
  const from = (tables[table - 2]?.lines[1] ?? 0) + 1
  const to = (tables[table]?.lines[0] ?? lines.length + 1) - 1
  const part = planLines({
    head: lines
      .slice(from - 1, to)
      .map((line) => `${line}\n`)
      .join(''),
    blocks: [],
    whole: true,
  })
  const below = (part.plan.trailingLines ?? 0) + lines.length - to
  const { trailingLines: _, mends, otherTables: __, ...rest } = part.plan
  const plan: LoadPlan = {
    ...rest,
    skippedLines: part.plan.skippedLines + from - 1,
    ...(below === 0 ? {} : { trailingLines: below }),
    otherTables: tables.filter((other) => other !== chosen).map(({ isMain: ___, ...other }) => other),
    ...(mends ? { mends: mends.map((mend) => ({ ...mend, line: mend.line + from - 1 })) } : {}),
  }
  return { plan, others: [], warnings: part.warnings.map((problem) => moved(problem, from - 1)) }
}

/** Which of the file's tables a plan loads, counted from 1; `undefined` where the file has one. */
export function tableOfPlan({ otherTables, skippedLines }: LoadPlan): number | undefined {
  return otherTables && otherTables.filter(({ lines: [from] }) => from <= skippedLines).length + 1
}

function tablesInOrder(plan: LoadPlan, total: number): (OtherTable & { isMain: boolean })[] {
  const { skippedLines, trailingLines = 0, columns, otherTables = [] } = plan
  const main = { lines: [skippedLines + 1, total - trailingLines] as [number, number], columns: columns.length }
  return [{ ...main, isMain: true }, ...otherTables.map((table) => ({ ...table, isMain: false }))].sort(
    (one, other) => one.lines[0] - other.lines[0],
  )
}

const moved = (problem: Problem, by: number): Problem =>
  problem.where?.line === undefined
    ? problem
    : { ...problem, where: { ...problem.where, line: problem.where.line + by } }

const noTable = (table: number, count: number): Problem =>
  warning('load.no-such-table', { table, tables: count }, { where: { setting: 'part' } })
