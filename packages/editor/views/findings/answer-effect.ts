import type { CheckReport, Finding } from '@aw-flow/schema'
import type { AnswerEffect } from '../answers/aw-answer-review.ts'

/** Compares the findings of two checks of a table. */
export function answerEffect(before: CheckReport, after: CheckReport): AnswerEffect {
  const known = new Map(before.findings.map((finding) => [keyOf(finding), finding.repair]))
  let [added, repairsChanged] = [0, 0]
  for (const finding of after.findings) {
    const key = keyOf(finding)
    if (!known.has(key)) added++
    else if (known.get(key) !== finding.repair) repairsChanged++
  }
  const [from, to] = [before.findings.length, after.findings.length]
  return { before: from, after: to, added, removed: from + added - to, repairsChanged }
}

const keyOf = ({ row, column }: Finding): string => `${row} ${column}`
