import type { RunAttempt, RunMoment, Values } from '@aw-flow/schema'
import { findNodeByKey } from '../run-rows.ts'

/**
 * Returns the inputs of an attempt from the run record: the run's inputs, the outputs of upstream nodes in the same
 * iteration, and the start values of the iteration.
 */
export function collectInputs(
  { view, attempts, startValues }: Omit<RunMoment, 'events' | 'time'>,
  attempt: RunAttempt,
): Values {
  const location = findNodeByKey(view, attempt.key)
  if (!location) return {}
  const { workflow, path: nodePath } = location
  const inputs: Values = { ...(attempt.scope ? {} : view.inputs?.[attempt.node]) }
  const scopePath = attempt.scope ?? []
  for (const { source, target, sourceHandle, targetHandle } of workflow.edges) {
    if (target !== attempt.node) continue
    const iteration = scopePath.findLast((part) => part.slice(0, part.lastIndexOf('#')) === source)
    const values = iteration === undefined ? findOutputsBefore(attempts, [...nodePath, source].join('/'), attempt) : startValues.get(scopePath.slice(0, scopePath.indexOf(iteration) + 1).join('/')) // oxfmt-ignore
    if (!values) continue
    const port = sourceHandle ?? Object.keys(values)[0]
    const value = port === undefined ? undefined : values[port]
    if (value) inputs[targetHandle ?? port!] = value
  }
  return inputs
}

/** Returns the last outputs of a node before an attempt started, from the same or an enclosing iteration. */
function findOutputsBefore(attempts: readonly RunAttempt[], key: string, attempt: RunAttempt): Values | undefined {
  const scopePath = attempt.scope?.join('/') ?? ''
  const isEnclosing = ({ scope }: RunAttempt): boolean => {
    const otherScope = scope?.join('/') ?? ''
    return otherScope === '' || scopePath === otherScope || scopePath.startsWith(`${otherScope}/`)
  }
  return attempts.findLast(
    (candidate) =>
      candidate.key === key && candidate.outputs && (candidate.to ?? 0) <= attempt.from && isEnclosing(candidate),
  )?.outputs
}
