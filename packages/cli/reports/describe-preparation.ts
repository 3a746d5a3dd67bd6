import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describeOperation, type AppliedOperation, type ModelUse, type PreparationReport } from '@aw-flow/schema'
import { describeProblem } from '../terminal/describe-problem.ts'
import { plainText } from '../terminal/plain-text.ts'
import { count } from './describe-load.ts'
import { describeValidation } from './describe-validation.ts'

/** A preparation for people: what was done and why, what each column is for, and whether the target is met. */
export function describePreparation(report: PreparationReport, width: number): string {
  const { target, applied, plan, rowsIn, rowsOut, links, validation, warnings, modelUse } = report
  // Numbers in reasons are those of the table that the plan was made for.
  const isOfAnother = plan.notes.some(({ code }) => code === 'prepare.plan-of-before')
  const describe = (one: AppliedOperation): string => describeApplied(one, isOfAnother)
  const done = applied.map(describe)
  const linked = links?.applied.map(describe) ?? []
  const roles = [...Object.entries(plan.roles ?? {}), ...Object.entries(plan.links?.roles ?? {})].map(
    ([role, column]) => `  ${role}: ${plainText(String(column))}`,
  )
  return [
    `Prepared for ${target}: ${count(rowsIn, 'row')} in, ${count(rowsOut, 'row')} out.${links ? ` Links: ${links.rowsIn} in, ${links.rowsOut} out.` : ''}`,
    ...(done.length > 0 ? [['Done', ...done].join('\n')] : ['Nothing had to be done.']),
    ...(linked.length > 0 ? [['Done to the links', ...linked].join('\n')] : []),
    ...(roles.length > 0 ? [['Columns for', ...roles].join('\n')] : []),
    ...(modelUse ? [describeModelUse(modelUse)] : []),
    ...(warnings.length > 0 ? [warnings.map(describeProblem).join('\n')] : []),
    describeValidation(validation, width),
    ...(links ? [`Links: ${describeValidation(links.validation, width)}`] : []),
  ].join('\n\n')
}

const describeModelUse = ({ model, host, requests, inputTokens, outputTokens, uncounted, cost }: ModelUse): string =>
  `${model} at ${host} was asked ${requests === 1 ? 'once' : `${requests} times`}: ${count(inputTokens, 'token')} in, ${outputTokens} out${uncounted > 0 ? `, ${count(uncounted, 'answer')} without a count` : ''}${cost === undefined ? '' : `; at your prices ${Number(cost.toPrecision(4))}`}.`

function describeApplied(
  { operation, rowsDropped, rowsAdded, cellsChanged, cellsNulled }: AppliedOperation,
  isOfAnother: boolean,
): string {
  const effects = [
    rowsDropped > 0 ? `${count(rowsDropped, 'row')} dropped` : '',
    rowsAdded > 0 ? `${count(rowsAdded, 'row')} added` : '',
    cellsChanged > 0 ? `${count(cellsChanged, 'cell')} changed` : '',
    cellsNulled > 0 ? `${count(cellsNulled, 'cell')} emptied` : '',
  ].filter(Boolean)
  const effect = effects.length > 0 ? ` (${effects.join(', ')})` : ''
  return `  ${plainText(`${englishFormatter.format(describeOperation(operation))}${effect}.${isOfAnother ? '' : ` ${englishFormatter.format(operation.reason)}`}`)}`
}
