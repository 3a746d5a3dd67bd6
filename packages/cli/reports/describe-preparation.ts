import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describeOperation, type AppliedOperation, type ModelUse, type PreparationReport } from '@aw-flow/schema'
import { describeProblem } from '../terminal/describe-problem.ts'
import { plainText } from '../terminal/plain-text.ts'
import { count } from './describe-load.ts'
import { describeValidation } from './describe-validation.ts'

/** Describes a preparation as text: the operations with reasons, the roles of columns, and the validation. */
export function describePreparation(report: PreparationReport, width: number): string {
  const { target, applied, plan, rowsIn, rowsOut, links, validation, warnings, modelUse } = report
  // The numbers in reasons belong to the table for which the plan was created.
  const isOfAnother = plan.notes.some(({ code }) => code === 'prepare.plan-of-before')
  const describe = (operation: AppliedOperation): string => describeApplied(operation, isOfAnother)
  const operations = applied.map(describe)
  const linked = links?.applied.map(describe) ?? []
  const roles = [...Object.entries(plan.roles ?? {}), ...Object.entries(plan.links?.roles ?? {})].map(
    ([role, column]) => `  ${role}: ${plainText(String(column))}`,
  )
  return [
    `Prepared for ${target}: ${count(rowsIn, 'row')} in, ${count(rowsOut, 'row')} out.${links ? ` Links: ${links.rowsIn} in, ${links.rowsOut} out.` : ''}`,
    ...(operations.length > 0 ? [['Operations', ...operations].join('\n')] : ['No operations were needed.']),
    ...(linked.length > 0 ? [['Operations on the links', ...linked].join('\n')] : []),
    ...(roles.length > 0 ? [['Roles', ...roles].join('\n')] : []),
    ...(modelUse ? [describeModelUse(modelUse)] : []),
    ...(warnings.length > 0 ? [warnings.map(describeProblem).join('\n')] : []),
    describeValidation(validation, width),
    ...(links ? [`Links: ${describeValidation(links.validation, width)}`] : []),
  ].join('\n\n')
}

const describeModelUse = ({ model, host, requests, inputTokens, outputTokens, uncounted, cost }: ModelUse): string =>
  `${model} at ${host}: ${count(requests, 'request')}, ${count(inputTokens, 'token')} in, ${outputTokens} out${uncounted > 0 ? `, ${count(uncounted, 'response')} without token counts` : ''}${cost === undefined ? '' : `; cost ${Number(cost.toPrecision(4))}`}.`

function describeApplied(
  { operation, rowsDropped, rowsAdded, cellsChanged, cellsNulled }: AppliedOperation,
  isOfAnother: boolean,
): string {
  const effects = [
    rowsDropped > 0 ? `${count(rowsDropped, 'row')} dropped` : '',
    rowsAdded > 0 ? `${count(rowsAdded, 'row')} added` : '',
    cellsChanged > 0 ? `${count(cellsChanged, 'cell')} changed` : '',
    cellsNulled > 0 ? `${count(cellsNulled, 'cell')} set to null` : '',
  ].filter(Boolean)
  const effect = effects.length > 0 ? ` (${effects.join(', ')})` : ''
  return `  ${plainText(`${englishFormatter.format(describeOperation(operation))}${effect}.${isOfAnother ? '' : ` ${englishFormatter.format(operation.reason)}`}`)}`
}
