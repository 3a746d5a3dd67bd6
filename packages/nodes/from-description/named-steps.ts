import { fold } from '../ask-data/stem.ts'
import { findChartMark } from './chart-marks.ts'
import { readChart } from './chart-step.ts'
import { flowRules } from './flow-steps.ts'
import { createNextStep, type NamedStep, type StepContext, type StepRule } from './named-step.ts'
import { readDataQuestion } from './query-steps.ts'
import { tableRules } from './table-steps.ts'
import { readTitledStep } from './titled-step.ts'

const rules: readonly StepRule[] = [...flowRules, ...tableRules]

/**
 * Reads the step that a clause names: by the words of a rule, as a question about the table, or by the title of a node
 * type in the palette. Returns `undefined` if the clause does not name a step.
 */
export function readNamedStep(clause: string, context: StepContext): NamedStep | undefined {
  const folded = fold(clause)
  const rule = rules.find(({ test }) => test.test(folded))
  const step = rule?.read(clause, folded, context)
  if (step) return step
  const drafts = readDataQuestion(clause, context.columns, context.values)
  if (drafts) return createNextStep(drafts)
  if (!rule && findChartMark(folded)) return readChart(clause, folded, context)
  return rule ? undefined : readTitledStep(clause, context)
}
