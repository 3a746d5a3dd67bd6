import type { CheckReport, Finding } from '@aw-flow/schema/internal'
import type { AnswerEffect } from '../answers/aw-answer-review.ts'

/** Compares two checks of the same table and counts the findings that were added, removed or changed. */
export function compareChecks(before: CheckReport, after: CheckReport): AnswerEffect {
  const repairs = new Map(before.findings.map((finding) => [toKey(finding), finding.repair]))
  let [addedCount, changedRepairCount] = [0, 0]
  for (const finding of after.findings) {
    const key = toKey(finding)
    if (!repairs.has(key)) addedCount++
    else if (repairs.get(key) !== finding.repair) changedRepairCount++
  }
  const [countBefore, countAfter] = [before.findings.length, after.findings.length]
  return {
    countBefore,
    countAfter,
    addedCount,
    removedCount: countBefore + addedCount - countAfter,
    changedRepairCount,
  }
}

const toKey = ({ row, column }: Finding): string => `${row} ${column}`
