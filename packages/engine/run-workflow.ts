import {
  error,
  runEventVersion,
  type NodeReport,
  type Problem,
  type RunEvent,
  type RunEventBody,
  type RunProgress,
  type Value,
  type Values,
  type Workflow,
} from '@aw-flow/schema'
import type { Catalogue } from './catalogue.ts'
import type { Clock } from './clock.ts'
import type { NodeResult } from './define-node.ts'
import type { Files } from './files.ts'
import { NodeError } from './node-error.ts'
import { derivationKey, nodeSeed } from './plan/derivation-key.ts'
import { planWorkflow, type PlannedNode } from './plan/plan-workflow.ts'
import { afterFailure, defaultRetryPolicy } from './scheduler/after-failure.ts'
import { createGraph, initialState, step, type Effect } from './scheduler/step.ts'
import type { Tables } from './tables.ts'

export interface RunWorkflowOptions {
  workflow: Workflow
  workflowId?: string
  /** The run's id. */
  run: string
  /** What is given from outside, by node id and port: the file that a Load node reads. */
  inputs?: Record<string, Values>
  /** Seeds everything random in the run. */
  seed: number
  catalogue: Catalogue
  tables: Tables
  files: Files
  clock: Clock
  /** Aborting it cancels the run; what is in flight is told to stop. */
  signal: AbortSignal
  /** Told of every event in order. Where it answers a promise, nothing that follows from the event begins before. */
  onEvent(event: RunEvent): void | Promise<void>
  onProgress?(progress: RunProgress): void
  /** Nodes at a time. */
  parallel?: number
}

/**
 * Runs a workflow to its end and answers its record. The only shell around `step`: it performs effects through the
 * ports that it is given and turns their outcomes into events. Never rejects for what a user can cause; a workflow that
 * cannot run gives a run that failed with the problem.
 */
export async function runWorkflow(options: RunWorkflowOptions): Promise<RunEvent[]> {
  const { workflow, run, inputs = {}, seed, catalogue, clock, signal, onEvent, parallel = 4 } = options
  const plan = planWorkflow(workflow, catalogue)
  const byId = new Map(plan.nodes.map((planned) => [planned.node.id, planned]))
  const graph = createGraph(
    plan.nodes.map(({ node, inputs: ports, successors }) => ({ id: node.id, inputs: ports, successors })),
  )
  const record: RunEvent[] = []
  const aborting = new AbortController()
  const running = new Set<Promise<void>>()
  const known = new WeakMap<Value, string>()
  const turns = new Map<string, Promise<void>>()
  let inbox: RunEventBody[] = []
  let wake = (): void => {}

  const post = (body: RunEventBody): void => {
    inbox.push(body)
    wake()
  }
  const background = (work: Promise<void>): void => {
    const settled = work.finally(() => running.delete(settled))
    running.add(settled)
  }

  const startNode = (node: string, attempt: number, given: Values): void => {
    const { definition, settings } = byId.get(node)!
    const key = derivationKey(definition!, settings, given, known)
    post({ type: 'node-started', node, attempt, key })
  }

  /** Two nodes of equal derivation would make the same tables at the same time: one after the other. */
  const inTurn = (key: string, work: () => Promise<void>): Promise<void> => {
    const before = turns.get(key)
    const turn = before ? before.then(work) : work()
    turns.set(key, turn)
    return turn
  }

  const runNode = async (planned: PlannedNode, attempt: number, given: Values, key: string): Promise<void> => {
    const node = planned.node.id
    const policy = { ...defaultRetryPolicy, ...workflow.settings.retry }
    const begin = clock.elapsed()
    const limit = policy.timeoutMs === undefined ? undefined : AbortSignal.timeout(policy.timeoutMs)
    const nodeSignal = limit ? AbortSignal.any([aborting.signal, limit]) : aborting.signal
    try {
      nodeSignal.throwIfAborted()
      const result = await planned.definition!.run({
        node,
        label: planned.node.data.label || node,
        settings: planned.settings,
        inputs: given,
        key,
        tables: options.tables,
        files: options.files,
        clock,
        get seed() {
          return nodeSeed(seed, node)
        },
        signal: nodeSignal,
        progress: (done, total, unit, message) =>
          options.onProgress?.({
            run,
            node,
            done,
            unit,
            ...(total === undefined ? {} : { total }),
            ...(message === undefined ? {} : { message }),
          }),
        log: (level, message) => post({ type: 'node-logged', node, level, message }),
      })
      post(completed(node, result, clock.elapsed() - begin))
    } catch (thrown) {
      const ms = clock.elapsed() - begin
      if (aborting.signal.aborted) return post({ type: 'node-cancelled', node })
      const cause = limit?.aborted ? timedOut(planned, policy.timeoutMs!) : thrown
      const random = (nodeSeed(seed, `${node}:${attempt}`) % 1000) / 1000
      post(afterFailure(cause, { node, attempt, ms, policy, random }))
    }
  }

  const perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'emit':
        return post(effect.event)
      case 'start-node':
        return startNode(effect.node, effect.attempt, effect.inputs)
      case 'run-node':
        return background(
          inTurn(effect.key, () => runNode(byId.get(effect.node)!, effect.attempt, effect.inputs, effect.key)),
        )
      case 'start-later':
        return background(
          clock.sleep(effect.delayMs, aborting.signal).then(
            () => startNode(effect.node, effect.attempt, effect.inputs),
            () => post({ type: 'node-cancelled', node: effect.node }),
          ),
        )
      case 'abort-nodes':
        return aborting.abort(new Error('The run was cancelled.'))
    }
  }

  const cancel = (): void => post({ type: 'cancel-requested' })
  signal.addEventListener('abort', cancel, { once: true })
  let state = initialState(graph, parallel)
  const blocking = plan.problems.find(({ severity }) => severity === 'error')
  post({
    type: 'run-started',
    version: runEventVersion,
    run,
    ...(options.workflowId === undefined ? {} : { workflowId: options.workflowId }),
    workflow,
    inputs,
    seed,
  })
  if (blocking) post({ type: 'run-failed', failed: [], problem: blocking })
  if (signal.aborted) cancel()
  while (state.phase !== 'ended') {
    if (inbox.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    const batch = inbox
    inbox = []
    for (const body of batch) {
      const event = { seq: record.length, time: clock.now(), ...body } as RunEvent
      record.push(event)
      const told = onEvent(event)
      if (told) await told
      const [next, effects] = step(state, body)
      state = next
      if (!blocking) effects.forEach(perform)
      if (state.phase === 'ended') break
    }
  }
  signal.removeEventListener('abort', cancel)
  await Promise.all(running)
  return record
}

function completed(node: string, { outputs, report, problems = [] }: NodeResult, ms: number): RunEventBody {
  const table = Object.values(outputs).find((value) => value.kind === 'table')
  return {
    type: 'node-completed',
    node,
    outputs,
    ms,
    problems: problems.map((problem): Problem => ({ ...problem, where: { node, ...problem.where } })),
    ...(table?.kind === 'table' ? { rows: table.table.rows } : {}),
    ...(report ? { report: report satisfies NodeReport } : {}),
  }
}

const timedOut = ({ node }: PlannedNode, timeoutMs: number): NodeError =>
  new NodeError(
    'transient',
    error('node.timeout', `"${node.data.label || node.id}" took longer than ${timeoutMs} ms.`, {
      hint: 'Raise the timeout in the workflow settings, or give the node less to do.',
    }),
  )
