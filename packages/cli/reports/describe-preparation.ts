import type { PreparationReport } from '@aw-flow/schema'
import { describeProblem } from '../terminal/describe-problem.ts'
import { plainText } from '../terminal/plain-text.ts'
import { count } from './describe-load.ts'
import { describeValidation } from './describe-validation.ts'

/** A preparation for people: what was done and why, what each column is for, and whether the target is met. */
export function describePreparation(report: PreparationReport, width: number): string {
  const { target, applied, plan, rowsIn, rowsOut, validation, warnings } = report
  const done = applied.map(({ operation, rowsDropped, cellsChanged, cellsNulled }) => {
    const { op, reason, ...details } = operation
    const effects = [
      rowsDropped > 0 ? `${count(rowsDropped, 'row')} dropped` : '',
      cellsChanged > 0 ? `${count(cellsChanged, 'cell')} changed` : '',
      cellsNulled > 0 ? `${count(cellsNulled, 'cell')} emptied` : '',
    ].filter(Boolean)
    const what = Object.values(details).map((value) => (Array.isArray(value) ? value.join(', ') : String(value)))
    const effect = effects.length > 0 ? ` (${effects.join(', ')})` : ''
    return `  ${plainText(`${op} ${what.filter(Boolean).join(' → ')}${effect}. ${reason}`)}`
  })
  const roles = Object.entries(plan.roles).map(([role, column]) => `  ${role}: ${plainText(String(column))}`)
  return [
    `Prepared for ${target}: ${count(rowsIn, 'row')} in, ${count(rowsOut, 'row')} out.`,
    ...(done.length > 0 ? [['Done', ...done].join('\n')] : ['Nothing had to be done.']),
    ['Columns for', ...roles].join('\n'),
    ...(warnings.length > 0 ? [warnings.map(describeProblem).join('\n')] : []),
    describeValidation(validation, width),
  ].join('\n\n')
}
