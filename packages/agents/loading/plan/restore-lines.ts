import { defined } from '@aw-flow/schema'
import type { OmittedLines } from '../structure/locate-table.ts'
import type { FilePlan } from './file-plan.ts'
import { createOtherTableWarnings, shiftProblem } from './plan-table.ts'

/**
 * Converts a plan for a condensed text to a plan for the entire text by adding the omitted lines to all line numbers.
 */
export function restoreLines(
  { plan, warnings, alternatives, ...rest }: FilePlan,
  omittedLines: readonly OmittedLines[],
  condensedLineCount: number,
): FilePlan {
  const restoreLine = (line: number): number => line + countOmittedLines(omittedLines, 0, line)
  const totalLineCount = restoreLine(condensedLineCount)
  const { skippedLines, trailingLines, mends, otherTables } = plan
  const tables = otherTables?.map(({ lines: [start, end], rows, ...table }) => ({
    ...table,
    lines: [restoreLine(start), restoreLine(end)] as [number, number],
    ...(rows === undefined ? {} : { rows: rows + countOmittedLines(omittedLines, start, end) }),
  }))
  return {
    ...rest,
    plan: {
      ...plan,
      skippedLines: restoreLine(skippedLines + 1) - 1,
      ...(trailingLines === undefined
        ? {}
        : { trailingLines: totalLineCount - restoreLine(condensedLineCount - trailingLines) }),
      ...(mends ? { mends: mends.map((repair) => ({ ...repair, line: restoreLine(repair.line) })) } : {}),
      ...defined({ otherTables: tables }),
    },
    warnings: warnings.flatMap((problem) => {
      if (problem.code === 'load.other-table') return createOtherTableWarnings(tables ?? [])
      const line = problem.where?.line
      return [line === undefined ? problem : shiftProblem(problem, restoreLine(line) - line)]
    }),
    alternatives: alternatives.map(({ reason, createPlan }) => ({
      reason,
      createPlan: () => restoreLines(createPlan(), omittedLines, condensedLineCount),
    })),
  }
}

/** Counts the lines omitted between two lines of a condensed text. */
export const countOmittedLines = (omittedLines: readonly OmittedLines[], startLine: number, endLine: number): number =>
  omittedLines.reduce(
    (sum, { precedingLine, count }) => (precedingLine >= startLine && precedingLine < endLine ? sum + count : sum),
    0,
  )
