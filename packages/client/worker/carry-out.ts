import {
  forkRun,
  giveFiles,
  NodeError,
  planRun,
  resumeRun,
  runWorkflow,
  type Journal,
  type RunControl,
  type RunWorkflowOptions,
} from '@aw-flow/engine'
import type { Problem, RunEvent, Workflow } from '@aw-flow/schema'
import type { ProgressOf } from '../engine/requests.ts'
import type { RunRequest } from '../engine/run-request.ts'
import { createRunReporter, type RunReporter } from './run-reporter.ts'
import { withoutUndefined } from './without-undefined.ts'

/** What a run works with, and the signal that cancels it. */
type RunPorts = Pick<
  RunWorkflowOptions,
  'catalogue' | 'tables' | 'files' | 'outside' | 'clock' | 'render' | 'signal' | 'sandbox' | 'results' | 'ledger'
>
/** Finds the stored workflows that a workflow names. */
type WorkflowsOf = (workflow: Workflow) => Promise<Record<string, Workflow>>

/**
 * Starts, forks or resumes a run. Settles when the page has received everything.
 *
 * @throws {NodeError} If the run is refused.
 */
export async function carryOut(
  request: RunRequest,
  onProgress: (progress: ProgressOf<'run'>) => Promise<void>,
  ports: RunPorts,
  workflowsOf: WorkflowsOf,
): Promise<void> {
  const reporter = createRunReporter({
    events: (events) => onProgress({ events }),
    progress: (progress) => onProgress({ progress }),
    elapsed: ports.clock.elapsed,
  })
  try {
    if (request.fork) await goOn(request, await forked(request, reporter, ports), reporter, ports)
    else if (request.record) await goOn(request, request.record, reporter, ports)
    else await begin(request, reporter, ports, workflowsOf)
  } finally {
    await reporter.flush()
  }
}

async function begin(
  request: RunRequest,
  reporter: RunReporter,
  ports: RunPorts,
  workflowsOf: WorkflowsOf,
): Promise<void> {
  const { workflow, workflowId, run, seed, files, part, pins, last = {}, lastRun } = request
  const { catalogue, tables } = ports
  const byNode = Object.fromEntries(
    Object.entries(files).map(([node, file]) => [node, { kind: 'file' as const, ...file }]),
  )
  const workflows = await workflowsOf(workflow)
  const { inputs, problems } = giveFiles(workflow, catalogue, { byNode }, workflows)
  const planned = planRun({
    workflow,
    catalogue,
    workflows,
    inputs,
    part,
    hasTable: (id) => tables.has(id),
    last: { ...lastRun, nodes: last },
    ...(pins ? { pins } : {}),
  })
  // A part may need no file at all; what it needs is said when its nodes run.
  const refused = [...(part ? [] : problems), ...planned.problems].find(({ severity }) => severity === 'error')
  if (refused) throw new NodeError('permanent', refused)
  await runWorkflow({
    ...ports,
    ...told([], reporter),
    workflow,
    workflowId,
    run,
    seed,
    inputs,
    ...(Object.keys(workflows).length > 0 ? { workflows } : {}),
    ...(part ? { part } : {}),
    ...(Object.keys(planned.given).length > 0 ? { given: planned.given } : {}),
  })
}

/** The record that a forked run begins with, as the page has been told it. */
async function forked({ run, fork }: RunRequest, reporter: RunReporter, { clock }: RunPorts): Promise<RunEvent[]> {
  const { record: original, settings } = fork!
  const { record, problem } = forkRun(original, { at: 0, run, ...(settings ? { settings } : {}) })
  if (problem) throw new NodeError('permanent', problem)
  const events = record.map((event) => ({ ...event, time: clock.now() }))
  await reporter.events(events)
  return events
}

async function goOn(
  { decision, fork, migrate = false }: RunRequest,
  record: readonly RunEvent[],
  reporter: RunReporter,
  ports: RunPorts,
): Promise<void> {
  let refused: Problem | undefined
  const onControl = async (control: RunControl): Promise<void> => {
    if (decision) refused = await control.decide(withoutUndefined(decision))
  }
  // While a person is waited for nothing stays here: the decision comes with the record.
  const { problem } = await resumeRun({
    ...ports,
    ...told(record, reporter),
    ...(fork ? { recordOf: async () => fork.record } : {}),
    migrate,
    whenIdle: 'times',
    onControl: (one) => void onControl(one),
  })
  const why = problem ?? refused
  if (why) throw new NodeError('permanent', why)
}

/** How the page hears of a run, which keeps the record. */
function told(
  record: readonly RunEvent[],
  reporter: RunReporter,
): { journal: Journal } & Pick<RunWorkflowOptions, 'onProgress'> {
  return {
    journal: { append: reporter.events, read: async () => ({ events: [...record], problems: [] }) },
    onProgress: reporter.progress,
  }
}
