import type { OmittedLines } from '../structure/locate-table.ts'
import type { FilePlan } from './file-plan.ts'
import { createOtherTableWarnings, shiftProblem } from './plan-table.ts'

/**
 * Converts a plan for a condensed text to a plan for the entire text by adding the omitted lines to all line numbers.
 */
export function restoreLines(
  { plan, warnings, alternatives, ...rest }: FilePlan,
  omitted: readonly OmittedLines[],
  condensedLines: number,
): FilePlan {
  const restoreLine = (line: number): number => line + countOmitted(omitted, 0, line)
  const total = restoreLine(condensedLines)
  const { skippedLines, trailingLines, mends, otherTables } = plan
  const tables = otherTables?.map(({ lines: [from, to], rows, ...table }) => ({
    ...table,
    lines: [restoreLine(from), restoreLine(to)] as [number, number],
    ...(rows === undefined ? {} : { rows: rows + countOmitted(omitted, from, to) }),
  }))
  return {
    ...rest,
    plan: {
      ...plan,
      skippedLines: restoreLine(skippedLines + 1) - 1,
      ...(trailingLines === undefined ? {} : { trailingLines: total - restoreLine(condensedLines - trailingLines) }),
      ...(mends ? { mends: mends.map((repair) => ({ ...repair, line: restoreLine(repair.line) })) } : {}),
      ...(tables ? { otherTables: tables } : {}),
    },
    warnings: warnings.flatMap((problem) => {
      if (problem.code === 'load.other-table') return createOtherTableWarnings(tables ?? [])
      const line = problem.where?.line
      return [line === undefined ? problem : shiftProblem(problem, restoreLine(line) - line)]
    }),
    alternatives: alternatives.map(({ reason, createPlan }) => ({
      reason,
      createPlan: () => restoreLines(createPlan(), omitted, condensedLines),
    })),
  }
}

/** Counts the lines omitted between two lines of a condensed text. */
export const countOmitted = (omitted: readonly OmittedLines[], from: number, to: number): number =>
  omitted.reduce((sum, { after, lines }) => (after >= from && after < to ? sum + lines : sum), 0)
