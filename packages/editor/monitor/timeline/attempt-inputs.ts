import type { RunAttempt, RunMoment, Values } from '@aw-flow/schema'
import { nodeAtKey } from '../run-rows.ts'

/**
 * The inputs of an attempt according to the record: inputs of the run, outputs of previous nodes in the same
 * iteration, and the start values of an iteration.
 */
export function attemptInputs({ view, attempts, turns }: Omit<RunMoment, 'events' | 'time'>, of: RunAttempt): Values {
  const found = nodeAtKey(view, of.key)
  if (!found) return {}
  const { workflow, way } = found
  const inputs: Values = { ...(of.scope ? {} : view.inputs?.[of.node]) }
  const place = of.scope ?? []
  for (const { source, target, sourceHandle, targetHandle } of workflow.edges) {
    if (target !== of.node) continue
    const turn = place.findLast((part) => part.slice(0, part.lastIndexOf('#')) === source)
    const values = turn === undefined ? outputsBefore(attempts, [...way, source].join('/'), of) : turns.get(place.slice(0, place.indexOf(turn) + 1).join('/')) // oxfmt-ignore
    if (!values) continue
    const port = sourceHandle ?? Object.keys(values)[0]
    const value = port === undefined ? undefined : values[port]
    if (value) inputs[targetHandle ?? port!] = value
  }
  return inputs
}

/** The outputs of a node before an attempt started, in its iteration or around it. */
function outputsBefore(attempts: readonly RunAttempt[], key: string, of: RunAttempt): Values | undefined {
  const place = of.scope?.join('/') ?? ''
  const isAround = ({ scope }: RunAttempt): boolean => {
    const theirs = scope?.join('/') ?? ''
    return theirs === '' || place === theirs || place.startsWith(`${theirs}/`)
  }
  return attempts.findLast((one) => one.key === key && one.outputs && (one.to ?? 0) <= of.from && isAround(one))
    ?.outputs
}
