import {
  forkRun,
  assignFiles,
  assignStartData,
  NodeError,
  planRun,
  resumeRun,
  runWorkflow,
  type Journal,
  type ExternalServices,
  type RunControl,
  type RunWorkflowOptions,
} from '@aw-flow/engine'
import { defined, type Problem, type RunEvent, type Workflow, getProblem } from '@aw-flow/schema'
import type { ProgressOf } from '../engine/requests.ts'
import type { RunRequest } from '../engine/run-request.ts'
import { createRunReporter, type RunReporter } from './run-reporter.ts'
import { withoutUndefined } from './without-undefined.ts'

/** The dependencies of a run, and the signal that cancels the run. */
type RunDependencies = Pick<
  RunWorkflowOptions,
  'catalog' | 'tables' | 'files' | 'clock' | 'render' | 'signal' | 'sandbox' | 'results' | 'ledger'
>
/**
 * Opens the external services of a run. The services use the memory of the run's workflow. They are restricted to the
 * access that is granted both to that workflow and to the workflows with the given ids or names.
 */
type OpenServices = (idsOrNames: readonly string[], workflowId: string) => Promise<ExternalServices>
/** Loads the stored workflows that a workflow refers to. */
type FindWorkflows = (workflow: Workflow) => Promise<Record<string, Workflow>>

/**
 * Starts, forks or resumes a run. Resolves once the page has received all events.
 *
 * @throws {NodeError} If the run is rejected.
 */
export async function executeRun(
  request: RunRequest,
  onProgress: (progress: ProgressOf<'run'>) => Promise<void>,
  dependencies: RunDependencies,
  findWorkflows: FindWorkflows,
  openServices: OpenServices,
): Promise<void> {
  const reporter = createRunReporter({
    onEvents: (events) => onProgress({ events }),
    onProgress: (progress) => onProgress({ progress }),
    elapsed: dependencies.clock.elapsed,
  })
  try {
    if (request.fork)
      await resume(
        request,
        await createForkRecord(request, reporter, dependencies),
        reporter,
        dependencies,
        openServices,
      )
    else if (request.record) await resume(request, request.record, reporter, dependencies, openServices)
    else await start(request, reporter, dependencies, findWorkflows, openServices)
  } finally {
    await reporter.flush()
  }
}

async function start(
  request: RunRequest,
  reporter: RunReporter,
  dependencies: RunDependencies,
  findWorkflows: FindWorkflows,
  openServices: OpenServices,
): Promise<void> {
  const { workflowId, run, seed, files, data, part, pins, lastOutputs = {}, lastRun } = request
  const { catalog, tables } = dependencies
  const filesByNode = Object.fromEntries(
    Object.entries(files).map(([node, file]) => [node, { kind: 'file' as const, ...file }]),
  )
  const started = data === undefined ? undefined : assignStartData(request.workflow, catalog, data)
  const workflow = started?.workflow ?? request.workflow
  const workflows = await findWorkflows(workflow)
  const { inputs: fileInputs, problems } = assignFiles(workflow, catalog, { byNode: filesByNode }, workflows)
  const inputs = { ...fileInputs, ...started?.inputs }
  const plan = planRun({
    workflow,
    catalog,
    workflows,
    inputs,
    part,
    hasTable: (id) => tables.has(id),
    earlierRun: { ...lastRun, nodes: lastOutputs },
    ...defined({ pins }),
  })
  // A partial run may not need the missing files. If it does, the nodes report them.
  const rejection = [...(part ? [] : problems), ...plan.problems].find(({ severity }) => severity === 'error')
  if (rejection) throw new NodeError('permanent', rejection)
  await runWorkflow({
    ...dependencies,
    ...createReportingOptions([], reporter),
    services: await openServices(Object.keys(workflows), workflowId),
    workflow,
    workflowId,
    run,
    seed,
    inputs,
    ...(Object.keys(workflows).length > 0 ? { workflows } : {}),
    ...defined({ part }),
    ...(Object.keys(plan.providedOutputs).length > 0 ? { providedOutputs: plan.providedOutputs } : {}),
  })
}

/** Creates the record that a forked run starts with, and sends it to the page. */
async function createForkRecord(
  { run, fork: originalFork }: RunRequest,
  reporter: RunReporter,
  { clock }: RunDependencies,
): Promise<RunEvent[]> {
  const { record: originalRecord, settings } = originalFork!
  const fork = forkRun(originalRecord, defined({ eventIndex: 0, run, settings }))
  if (!fork.ok) throw new NodeError('permanent', fork.problem)
  const events = fork.value.record.map((event) => ({ ...event, time: clock.now() }))
  await reporter.sendEvents(events)
  return events
}

async function resume(
  { decision, fork, migrate = false, workflowId }: RunRequest,
  record: readonly RunEvent[],
  reporter: RunReporter,
  dependencies: RunDependencies,
  openServices: OpenServices,
): Promise<void> {
  const [startEvent] = record
  const workflowNames = startEvent?.type === 'run-started' ? Object.keys(startEvent.workflows ?? {}) : []
  let rejection: Problem | undefined
  const onControl = async (control: RunControl): Promise<void> => {
    if (decision) rejection = await control.decide(withoutUndefined(decision))
  }
  // A run that is waiting for approval does not remain in the worker. The page sends the decision along with the
  // record.
  const result = await resumeRun({
    ...dependencies,
    ...createReportingOptions(record, reporter),
    services: await openServices(workflowNames, workflowId),
    ...(fork ? { readOriginalRecord: async () => fork.record } : {}),
    migrate,
    whenIdle: 'wait-for-times',
    onControl: (control) => void onControl(control),
  })
  const reason = getProblem(result) ?? rejection
  if (reason) throw new NodeError('permanent', reason)
}

/** The maximum length of all values in a record, in characters. The page holds two copies and stores the record. */
const maxRecordCharacters = 250_000_000

/** Creates the options that make a run send its events and progress to the page, which stores the record. */
function createReportingOptions(
  record: readonly RunEvent[],
  reporter: RunReporter,
): { journal: Journal } & Pick<RunWorkflowOptions, 'onProgress' | 'limits'> {
  return {
    journal: { append: reporter.sendEvents, read: async () => ({ events: [...record], problems: [] }) },
    onProgress: reporter.sendProgress,
    limits: { record: { characters: maxRecordCharacters } },
  }
}
