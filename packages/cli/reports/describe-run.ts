import {
  loadReportSchema,
  preparationReportSchema,
  runValidity,
  validationReportSchema,
  type NodeReport,
  type NodeRun,
  type RunView,
} from '@aw-flow/schema'
import { describeProblem } from '../terminal/describe-problem.ts'
import { formatTable } from '../terminal/format-table.ts'
import { plainText } from '../terminal/plain-text.ts'
import { describeLoad } from './describe-load.ts'
import { describePreparation } from './describe-preparation.ts'
import { describeValidation } from './describe-validation.ts'
import { describeWaiting } from './describe-waiting.ts'

/** A run for people: each node with its state, rows and time, then what the agents decided, did and found. */
export function describeRun(view: RunView, width: number): string {
  const nodes = view.workflow?.nodes ?? []
  const rows = nodes.map(({ id, type, data }) => {
    const run = view.nodes[id]
    const retried = run && run.retries > 0 ? `${run.retries} more` : ''
    return [
      data.label || id,
      type,
      run ? stateOf(run) : 'pending',
      run?.rows === undefined ? '' : String(run.rows),
      run?.ms === undefined ? '' : `${Math.round(run.ms)} ms`,
      retried,
    ]
  })
  const titles = [
    { title: 'node' },
    { title: 'type' },
    { title: 'state' },
    { title: 'rows', align: 'right' as const },
    { title: 'time', align: 'right' as const },
    { title: 'attempts' },
  ]
  const told = nodes.flatMap(({ id, data }) => {
    const run = view.nodes[id]
    const text = run?.report ? describeReport(run.report, width) : undefined
    return text === undefined ? [] : [`── ${plainText(data.label || id)} ──\n${text}`]
  })
  // What stands in a report is not said twice, and why a node failed is told apart from the result.
  const problems = Object.values(view.nodes).flatMap(({ report, state, problems: own }) =>
    report || state === 'failed' ? [] : own,
  )
  const valid = runValidity(view)
  const waiting = describeWaiting(view)
  const verdict = valid === undefined ? '' : valid ? ', valid' : ', not valid'
  return [
    formatTable(titles, rows, width),
    ...told,
    ...(problems.length > 0 ? [problems.map(describeProblem).join('\n')] : []),
    ...(waiting === undefined ? [] : [waiting]),
    `${view.state[0]!.toUpperCase()}${view.state.slice(1)}${verdict}.`,
  ].join('\n\n')
}

function stateOf({ state, iterations, handled }: NodeRun): string {
  const turns = iterations ? `, ${iterations.started} ${iterations.started === 1 ? 'turn' : 'turns'}` : ''
  return `${state}${handled ? ', handled' : ''}${turns}`
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
