import { message } from '@aw-flow/messages'
import { error, foldRun, isEnded, type Problem, type RunEvent, textOf, withSentence } from '@aw-flow/schema'
import type { Journal } from '../journal.ts'
import type { RunWorkflowOptions } from '../run-options.ts'
import { runWorkflow } from '../run-workflow.ts'
import { forkedOutcomes } from './fork-run.ts'
import { planWorkflow } from '../plan/plan-workflow.ts'
import { ForeignRecordError } from './outstanding.ts'
import { endOfStuckRun, goneTypes, pinnedTypes, typeGone } from './pinned-types.ts'

/** The options of a resumed run, in addition to its record. @internal */
export type ResumeOptions = Omit<
  RunWorkflowOptions,
  | 'workflow'
  | 'workflowId'
  | 'run'
  | 'inputs'
  | 'seed'
  | 'record'
  | 'forked'
  | 'part'
  | 'given'
  | 'journal'
  | 'migrated'
> & {
  journal: Journal
  /** Returns the record of another run, from which this one was forked. */
  recordOf?: (run: string) => Promise<readonly RunEvent[]>
  /** Uses the installed versions of node types if those of the record are missing. */
  migrate?: boolean
}

/**
 * `problems`: dropped parts of the record. `problem`: why the run cannot resume; its record is then unchanged.
 *
 * @internal
 */
export type ResumedRun =
  | { record: RunEvent[]; problems: Problem[]; problem?: undefined }
  | { problem: Problem; problems: Problem[]; record?: undefined }

/**
 * Resumes a run from its journal, however its process ended: workflow, versions of node types, inputs and seed are
 * those of the record. Unfinished work is repeated, except for effects: each runs once, or is handled by its policy if
 * its outcome is unknown. A run that has ended is returned unchanged. If node types are missing in their recorded
 * versions, the result is a problem; install them, migrate, or end the run by resuming it with an aborted signal.
 *
 * @internal
 */
export async function resumeRun({ journal, recordOf, migrate = false, ...ports }: ResumeOptions): Promise<ResumedRun> {
  const { events, problems } = await journal.read()
  const damaged = problems.find(({ severity }) => severity === 'error')
  if (damaged) return { problem: damaged, problems }
  const [begin] = events
  if (begin?.type !== 'run-started') return { problem: noRecord(), problems }
  const { catalogue } = ports
  const gone = goneTypes(pinnedTypes(events).versions, catalogue)
  if (gone.length > 0 && hasEnded(events)) return { record: events, problems }
  if (gone.length > 0 && ports.signal.aborted) return { record: await endStuck(journal, events, ports), problems }
  const here = gone.map(([type]): [string, number | undefined] => [type, catalogue.get(type)?.version])
  const missing = here.findIndex(([, version]) => version === undefined || !migrate)
  if (missing >= 0) return { problem: typeGone(...gone[missing]!, here[missing]![1]), problems }
  const migrated = gone.length > 0 ? (Object.fromEntries(here) as Record<string, number>) : undefined
  const refused = migrated && cannotMigrate(begin, events, migrated, ports)
  if (refused) return { problem: refused, problems }
  const { workflow, workflowId, run, inputs, seed, part, given, forkedFrom } = begin
  const original = forkedFrom && (await recordOf?.(forkedFrom.run))
  const options: RunWorkflowOptions = {
    ...ports,
    journal,
    workflow,
    run,
    inputs,
    seed,
    record: events,
    ...(workflowId === undefined ? {} : { workflowId }),
    ...(part ? { part } : {}),
    ...(given ? { given } : {}),
    ...(migrated ? { migrated } : {}),
    ...(original ? { forked: forkedOutcomes(original) } : {}),
  }
  try {
    return { record: await runWorkflow(options), problems }
  } catch (cause) {
    if (cause instanceof ForeignRecordError) return { problem: cause.problem, problems }
    throw cause
  }
}

const noRecord = (): Problem => error('record.empty', {})

const hasEnded = (events: readonly RunEvent[]): boolean => isEnded(foldRun(events.slice(-1)).state)

/** Cancels a run whose node types are missing. */
async function endStuck(
  journal: Journal,
  events: readonly RunEvent[],
  { clock, onEvent }: Pick<RunWorkflowOptions, 'clock' | 'onEvent'>,
): Promise<RunEvent[]> {
  const time = clock.now()
  const end = endOfStuckRun(events).map((body, index): RunEvent => ({ seq: events.length + index, time, ...body }))
  await journal.append(end)
  for (const event of end) await onEvent?.(event)
  return [...events, ...end]
}

/** Returns the problem that prevents a migration. Called before anything is recorded. */
function cannotMigrate(
  { workflow, workflows }: Extract<RunEvent, { type: 'run-started' }>,
  events: readonly RunEvent[],
  migrated: Readonly<Record<string, number>>,
  { catalogue }: Pick<ResumeOptions, 'catalogue'>,
): Problem | undefined {
  const plan = planWorkflow(workflow, catalogue, { workflows, ...pinnedTypes(events, migrated) })
  const problem = plan.problems.find(({ severity }) => severity === 'error')
  if (!problem) return undefined
  return withSentence(problem, message('run.cannot-migrate', { reason: textOf(problem) }))
}
