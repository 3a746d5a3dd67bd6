import type { OmittedLines } from '../structure/locate-table.ts'
import type { FilePlan } from './file-plan.ts'
import { otherTablesWarning, shiftProblem } from './plan-table.ts'

/** Converts the line numbers of a plan for a condensed text to those of the complete text. */
export function restoreLines(
  { plan, warnings, alternatives, ...rest }: FilePlan,
  omitted: readonly OmittedLines[],
  condensedLines: number,
): FilePlan {
  const lineOf = (line: number): number => line + omittedBetween(omitted, 0, line)
  const total = lineOf(condensedLines)
  const { skippedLines, trailingLines, mends, otherTables } = plan
  const tables = otherTables?.map(({ lines: [from, to], rows, ...table }) => ({
    ...table,
    lines: [lineOf(from), lineOf(to)] as [number, number],
    ...(rows === undefined ? {} : { rows: rows + omittedBetween(omitted, from, to) }),
  }))
  return {
    ...rest,
    plan: {
      ...plan,
      skippedLines: lineOf(skippedLines + 1) - 1,
      ...(trailingLines === undefined ? {} : { trailingLines: total - lineOf(condensedLines - trailingLines) }),
      ...(mends ? { mends: mends.map((repair) => ({ ...repair, line: lineOf(repair.line) })) } : {}),
      ...(tables ? { otherTables: tables } : {}),
    },
    warnings: warnings.flatMap((problem) => {
      if (problem.code === 'load.other-table') return otherTablesWarning(tables ?? [])
      const line = problem.where?.line
      return [line === undefined ? problem : shiftProblem(problem, lineOf(line) - line)]
    }),
    alternatives: alternatives.map(({ reason, make }) => ({
      reason,
      make: () => restoreLines(make(), omitted, condensedLines),
    })),
  }
}

/** Counts the lines that are omitted between two lines of a condensed text. */
export const omittedBetween = (omitted: readonly OmittedLines[], from: number, to: number): number =>
  omitted.reduce((sum, { after, lines }) => (after >= from && after < to ? sum + lines : sum), 0)
