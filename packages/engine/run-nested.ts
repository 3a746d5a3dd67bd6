import { message } from '@aw-flow/messages'
import {
  error,
  foldRun,
  defined,
  type Problem,
  type RunEvent,
  type Value,
  type Values,
  type Workflow,
} from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import type { ExternalServices } from './outside/outside.ts'
import type { GetEffectScope, QuestionDecision } from './record/node-effects.ts'
import { createMemoryJournal } from './record/memory-journal.ts'
import type { NestedOutcome } from './nested-run.ts'
import type { RunControl, RunWorkflowOptions } from './run-options.ts'
import { listTables } from './results/results.ts'

/** Starts a workflow inside a node of a run. */
export type StartNestedRun = (request: {
  workflow: Workflow
  inputs: Values
  id: string
  services: ExternalServices
  getEffectScope: GetEffectScope
  /** The current time as seen by the nested run: the start time of the node. */
  now: number
  signal: AbortSignal
}) => Promise<NestedOutcome>

/** Creates the function that runs workflows inside a run's nodes. */
export function createNestedRunStarter(
  options: RunWorkflowOptions,
  startRun: (options: RunWorkflowOptions) => Promise<RunEvent[]>,
): StartNestedRun {
  const { catalog, tables, files, sandbox, clock, seed, workflows } = options
  return async ({ workflow, inputs, id, services, getEffectScope, now, signal }) => {
    const createdTableIds = new Set<string>()
    const effectScope = getEffectScope('')
    const nestedClock: Clock = { now: () => now, elapsed: clock.elapsed, sleep: clock.sleep }
    let control: RunControl | undefined
    const record = await startRun({
      workflow,
      run: `${options.run}/${id}`,
      inputs: toNodeInputs(workflow, inputs),
      seed,
      catalog,
      tables,
      files,
      services: removePullSteps(services),
      ...defined({ sandbox, workflows }),
      clock: nestedClock,
      render: options.render,
      digest: options.digest,
      signal,
      journal: createMemoryJournal(),
      getEffectScope,
      whenIdle: 'wait-for-times',
      onControl: (runControl) => (control = runControl),
      onEvent(event) {
        if (event.type === 'node-completed') {
          for (const { id: tableId } of listTables(event.outputs)) createdTableIds.add(tableId)
        }
        if (event.type !== 'node-waiting' || event.waitFor.kind !== 'approval') return
        const decision = effectScope.findDecision('approval', toQuestion(event))
        if (decision) void control?.decide(toDecision(event, event.waitFor.digest, decision))
      },
    })
    const release = async (): Promise<void> => {
      for (const tableId of createdTableIds) await tables.drop(tableId)
    }
    if (signal.aborted) {
      await release()
      throw signal.reason
    }
    const view = foldRun(record)
    if (view.state === 'completed') return { outputs: readOutputs(workflow, view.nodes), release }
    for (const event of record) {
      if (event.type !== 'node-waiting' || event.waitFor.kind !== 'approval') continue
      if (view.waiting === undefined || effectScope.findDecision('approval', toQuestion(event))) continue
      await effectScope.requestDecision('approval', toQuestion(event)).catch(async (cause: unknown) => {
        await release()
        throw cause
      })
    }
    return { outputs: {}, problem: findProblem(view, record), release }
  }
}

/** Removes support for steps of pull agents, which a nested run cannot wait for. */
const removePullSteps = ({ agents, ...services }: ExternalServices): ExternalServices =>
  agents ? { ...services, agents: { find: agents.find, report: agents.report } } : services

type WaitingEvent = Extract<RunEvent, { type: 'node-waiting' }>

/**
 * Converts an approval inside the node to a question from the node. The question includes the path of the approval,
 * because each approval needs its own decision.
 */
function toQuestion({ node, scope = [], waitFor }: WaitingEvent): Record<string, never> {
  const shownValue = waitFor.kind === 'approval' ? waitFor.shown : undefined
  const content =
    typeof shownValue === 'object' && shownValue !== null
      ? shownValue
      : { value: { kind: 'json', json: shownValue ?? null } }
  return { ...content, inner: [...scope, node].join('/') } as unknown as Record<string, never>
}

const toDecision = (
  { node, scope }: WaitingEvent,
  digest: string,
  { decision, edited, comment }: QuestionDecision,
): Parameters<RunControl['decide']>[0] => defined({ node, scope, digest, decision, edited, comment })

/** Passes the values of the workflow's input ports to the inputs of inner nodes. */
function toNodeInputs(workflow: Workflow, inputs: Values): Record<string, Values> {
  const inputsByNode = new Map<string, Record<string, Value>>()
  for (const { name, to } of workflow.ports?.inputs ?? []) {
    const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined
    if (!value) continue
    for (const { node, port } of to) inputsByNode.set(node, { ...inputsByNode.get(node), [port]: value })
  }
  return Object.fromEntries(inputsByNode)
}

function readOutputs(workflow: Workflow, nodes: ReturnType<typeof foldRun>['nodes']): Values {
  const outputs = (workflow.ports?.outputs ?? []).flatMap(({ name, from }): [string, Value][] => {
    const value = nodes[from.node]?.outputs[from.port]
    return value ? [[name, value]] : []
  })
  return Object.fromEntries(outputs)
}

function findProblem(view: ReturnType<typeof foldRun>, record: readonly RunEvent[]): Problem {
  const lastEvent = record.at(-1)
  if (lastEvent?.type === 'run-failed' && lastEvent.problem) return lastEvent.problem
  const failureEvent = record.findLast((event) => event.type === 'node-failed')
  if (failureEvent?.type === 'node-failed') return failureEvent.error.problem
  return error('nested.not-completed', { state: view.state === 'waiting' ? message('nested.waiting', {}) : view.state })
}
