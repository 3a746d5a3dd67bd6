import { formatCost } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  describeOperation,
  isPlanForOtherTable,
  type AppliedOperation,
  type ModelUse,
  type PreparationReport,
} from '@aw-flow/schema/internal'
import { describeProblem } from '../terminal/describe-problem.ts'
import { toPlainText } from '../terminal/plain-text.ts'
import { pluralize } from './describe-load.ts'
import { describeValidation } from './describe-validation.ts'

/** Describes a preparation report as text: operations with reasons, column roles, and the validation. */
export function describePreparation(report: PreparationReport, width: number): string {
  const { target, applied, plan, rowsIn, rowsOut, links, validation, warnings, modelUse } = report
  // The numbers in the reasons refer to the table for which the plan was created.
  const isForDifferentTable = isPlanForOtherTable(plan)
  const describe = (operation: AppliedOperation): string => describeAppliedOperation(operation, isForDifferentTable)
  const operations = applied.map(describe)
  const linkOperations = links?.applied.map(describe) ?? []
  const roles = [...Object.entries(plan.roles ?? {}), ...Object.entries(plan.links?.roles ?? {})].map(
    ([role, column]) => `  ${role}: ${toPlainText(String(column))}`,
  )
  return [
    `Prepared for ${target}: ${pluralize(rowsIn, 'row')} in, ${pluralize(rowsOut, 'row')} out.${links ? ` Links: ${links.rowsIn} in, ${links.rowsOut} out.` : ''}`,
    ...(operations.length > 0 ? [['Operations', ...operations].join('\n')] : ['No operations needed.']),
    ...(linkOperations.length > 0 ? [['Link operations', ...linkOperations].join('\n')] : []),
    ...(roles.length > 0 ? [['Roles', ...roles].join('\n')] : []),
    ...(modelUse ? [describeModelUse(modelUse)] : []),
    ...(warnings.length > 0 ? [warnings.map(describeProblem).join('\n')] : []),
    describeValidation(validation, width),
    ...(links ? [`Links: ${describeValidation(links.validation, width)}`] : []),
  ].join('\n\n')
}

const describeModelUse = ({ model, host, requests, inputTokens, outputTokens, uncounted, cost }: ModelUse): string =>
  `${model} at ${host}: ${pluralize(requests, 'request')}, ${pluralize(inputTokens, 'token')} in, ${outputTokens} out${uncounted > 0 ? `, ${pluralize(uncounted, 'response')} without token counts` : ''}; ${cost === undefined ? 'price unknown' : `cost ${formatCost(cost)}`}.`

/** Describes an operation with its effect and, unless it was planned for another table, its reason, in a line. */
export function describeAppliedOperation(
  { operation, rowsDropped, rowsAdded, cellsChanged, cellsNulled }: AppliedOperation,
  isForDifferentTable = false,
): string {
  const effects = [
    rowsDropped > 0 ? `${pluralize(rowsDropped, 'row')} dropped` : '',
    rowsAdded > 0 ? `${pluralize(rowsAdded, 'row')} added` : '',
    cellsChanged > 0 ? `${pluralize(cellsChanged, 'cell')} changed` : '',
    cellsNulled > 0 ? `${pluralize(cellsNulled, 'cell')} set to null` : '',
  ].filter(Boolean)
  const effect = effects.length > 0 ? ` (${effects.join(', ')})` : ''
  return `  ${toPlainText(`${englishFormatter.format(describeOperation(operation))}${effect}.${isForDifferentTable ? '' : ` ${englishFormatter.format(operation.reason)}`}`)}`
}
