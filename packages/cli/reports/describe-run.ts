import type { NodeReport, NodeRun, RunView } from '@aw-flow/schema'
import {
  loadReportSchema,
  preparationReportSchema,
  getRunValidity,
  validationReportSchema,
} from '@aw-flow/schema/internal'
import { describeProblem } from '../terminal/describe-problem.ts'
import { formatTable } from '../terminal/format-table.ts'
import { toPlainText } from '../terminal/plain-text.ts'
import { describeLoad } from './describe-load.ts'
import { describePreparation } from './describe-preparation.ts'
import { describeValidation } from './describe-validation.ts'
import { describeWaiting } from './describe-waiting.ts'

/**
 * Describes a run as text: the nodes with state, rows and time, followed by the agents' reports.
 *
 * @param resumeText The next step for a run that is waiting. Default: the options that resume its record.
 */
export function describeRun(view: RunView, width: number, resumeText?: string): string {
  const nodes = view.workflow?.nodes ?? []
  const rows = nodes.map(({ id, type, data }) => {
    const run = view.nodes[id]
    const retries = run && run.retries > 0 ? String(run.retries) : ''
    return [
      data.label || id,
      type,
      run ? formatState(run) : 'pending',
      run?.rows === undefined ? '' : String(run.rows),
      run?.ms === undefined ? '' : `${Math.round(run.ms)} ms`,
      retries,
    ]
  })
  const titles = [
    { title: 'node' },
    { title: 'type' },
    { title: 'state' },
    { title: 'rows', align: 'right' as const },
    { title: 'time', align: 'right' as const },
    { title: 'retries', align: 'right' as const },
  ]
  const reports = nodes.flatMap(({ id, data }) => {
    const run = view.nodes[id]
    const text = run?.report ? describeReport(run.report, width) : undefined
    return text === undefined ? [] : [`── ${toPlainText(data.label || id)} ──\n${text}`]
  })
  // A report includes its node's problems, except that a validation report includes only failed rules. Failures are
  // reported separately.
  const problems = Object.values(view.nodes).flatMap(({ report, state, problems: nodeProblems }) => {
    if (state === 'failed') return []
    if (report?.kind === 'validate') return nodeProblems.filter(({ code }) => code !== 'validate.rule-failed')
    return report ? [] : nodeProblems
  })
  const valid = getRunValidity(view)
  const waitingText = describeWaiting(view, resumeText)
  const verdict = valid === undefined ? '' : valid ? ', valid' : ', not valid'
  return [
    formatTable(titles, rows, width),
    ...reports,
    ...(problems.length > 0 ? [problems.map(describeProblem).join('\n')] : []),
    ...(waitingText === undefined ? [] : [waitingText]),
    `${view.state[0]!.toUpperCase()}${view.state.slice(1)}${verdict}.`,
  ].join('\n\n')
}

function formatState({ state, iterations, handled }: NodeRun): string {
  const iterationText = iterations
    ? `, ${iterations.started} ${iterations.started === 1 ? 'iteration' : 'iterations'}`
    : ''
  return `${state}${handled ? ', handled' : ''}${iterationText}`
}

function describeReport({ kind, report }: NodeReport, width: number): string | undefined {
  if (kind === 'load') {
    const load = loadReportSchema.safeParse(report)
    return load.success ? describeLoad(load.data, width, { brief: true }) : undefined
  }
  if (kind === 'prepare') {
    const preparation = preparationReportSchema.safeParse(report)
    return preparation.success ? describePreparation(preparation.data, width) : undefined
  }
  if (kind === 'validate') {
    const validation = validationReportSchema.safeParse(report)
    return validation.success ? describeValidation(validation.data, width) : undefined
  }
  return undefined
}
