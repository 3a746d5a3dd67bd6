import { message } from '@aw-flow/messages'
import {
  defined,
  error,
  foldRun,
  isFinalRunState,
  type Problem,
  type RunEvent,
  getProblemText,
  failed,
  ok,
  type Result,
} from '@aw-flow/schema'
import { replaceSentence } from '@aw-flow/schema/internal'
import type { Journal } from '../journal.ts'
import type { RunWorkflowOptions } from '../run-options.ts'
import { runWorkflow } from '../run-workflow.ts'
import { indexOutcomes } from './fork-run.ts'
import { planWorkflow } from '../plan/plan-workflow.ts'
import { RecordMismatchError } from './outstanding-effects.ts'
import {
  createCancellationEvents,
  findMissingTypes,
  readPinnedTypes,
  createMissingTypeProblem,
} from './pinned-types.ts'

/** The options for resuming a run, in addition to its record. @internal */
export type ResumeOptions = Omit<
  RunWorkflowOptions,
  | 'workflow'
  | 'workflowId'
  | 'run'
  | 'inputs'
  | 'seed'
  | 'record'
  | 'forkedOutcomes'
  | 'part'
  | 'providedOutputs'
  | 'journal'
  | 'migratedVersions'
> & {
  journal: Journal
  /** Returns the record of the run that this run was forked from. */
  readOriginalRecord?: (runId: string) => Promise<readonly RunEvent[]>
  /** Whether to use the installed versions of node types if the recorded versions are missing. */
  migrate?: boolean
}

/**
 * Resumes a run from its journal, regardless of how its process exited. The workflow, node type versions, inputs and
 * seed come from the record. Unfinished work is repeated, except for effects: each effect is performed once or, if its
 * outcome is unknown, handled according to its policy. A run that has already ended is returned unchanged. If node
 * types are missing in their recorded versions, the result is a problem. In that case, install the node types, migrate
 * the run, or cancel the run by resuming it with an aborted signal.
 *
 * @returns The record, or the reason that the run cannot be resumed, in which case its record is unchanged.
 * @internal
 */
export async function resumeRun({
  journal,
  readOriginalRecord,
  migrate = false,
  ...runOptions
}: ResumeOptions): Promise<Result<RunEvent[]>> {
  const { events, problems } = await journal.read()
  const damageProblem = problems.find(({ severity }) => severity === 'error')
  if (damageProblem) return failed(damageProblem)
  const [startEvent] = events
  if (startEvent?.type !== 'run-started') return failed(error('record.empty', {}))
  const { catalog } = runOptions
  const missingTypes = findMissingTypes(readPinnedTypes(events).versions, catalog)
  if (missingTypes.length > 0 && hasEnded(events)) return ok(events)
  if (missingTypes.length > 0 && runOptions.signal.aborted) return ok(await cancelStuckRun(journal, events, runOptions))
  const installedVersions = missingTypes.map(([type]): [string, number | undefined] => [
    type,
    catalog.get(type)?.version,
  ])
  const blockingIndex = installedVersions.findIndex(([, version]) => version === undefined || !migrate)
  if (blockingIndex >= 0)
    return failed(createMissingTypeProblem(...missingTypes[blockingIndex]!, installedVersions[blockingIndex]![1]))
  const migratedVersions =
    missingTypes.length > 0 ? (Object.fromEntries(installedVersions) as Record<string, number>) : undefined
  const migrationProblem = migratedVersions && findMigrationProblem(startEvent, events, migratedVersions, runOptions)
  if (migrationProblem) return failed(migrationProblem)
  const { workflow, workflowId, run, inputs, seed, part, given: providedOutputs, forkedFrom } = startEvent
  const originalRecord = forkedFrom && (await readOriginalRecord?.(forkedFrom.run))
  const options: RunWorkflowOptions = {
    ...runOptions,
    journal,
    workflow,
    run,
    inputs,
    seed,
    record: events,
    ...defined({ workflowId }),
    ...(part ? { part } : {}),
    ...(providedOutputs ? { providedOutputs } : {}),
    ...(migratedVersions ? { migratedVersions } : {}),
    ...(originalRecord ? { forkedOutcomes: indexOutcomes(originalRecord) } : {}),
  }
  try {
    return ok(await runWorkflow(options))
  } catch (cause) {
    if (cause instanceof RecordMismatchError) return failed(cause.problem)
    throw cause
  }
}

const hasEnded = (events: readonly RunEvent[]): boolean => isFinalRunState(foldRun(events.slice(-1)).state)

/** Cancels a run that cannot continue because node types are missing. */
async function cancelStuckRun(
  journal: Journal,
  events: readonly RunEvent[],
  { clock, onEvent }: Pick<RunWorkflowOptions, 'clock' | 'onEvent'>,
): Promise<RunEvent[]> {
  const time = clock.now()
  const cancelEvents = createCancellationEvents(events).map((body, index): RunEvent => ({
    seq: events.length + index,
    time,
    ...body,
  }))
  await journal.append(cancelEvents)
  for (const event of cancelEvents) await onEvent?.(event)
  return [...events, ...cancelEvents]
}

/** Returns the problem that prevents a migration, if any. Called before anything is recorded. */
function findMigrationProblem(
  { workflow, workflows }: Extract<RunEvent, { type: 'run-started' }>,
  events: readonly RunEvent[],
  migratedVersions: Readonly<Record<string, number>>,
  { catalog }: Pick<ResumeOptions, 'catalog'>,
): Problem | undefined {
  const plan = planWorkflow(workflow, catalog, { workflows, ...readPinnedTypes(events, migratedVersions) })
  const problem = plan.problems.find(({ severity }) => severity === 'error')
  if (!problem) return undefined
  return replaceSentence(problem, message('run.cannot-migrate', { reason: getProblemText(problem) }))
}
