import { message } from '@aw-flow/messages'
import { error, foldRun, isEnded, type Problem, type RunEvent, textOf, withSentence } from '@aw-flow/schema'
import type { Journal } from '../journal.ts'
import type { RunWorkflowOptions } from '../run-options.ts'
import { runWorkflow } from '../run-workflow.ts'
import { forkedOutcomes } from './fork-run.ts'
import { planWorkflow } from '../plan/plan-workflow.ts'
import { ForeignRecordError } from './outstanding.ts'
import { endOfStuckRun, goneTypes, pinnedTypes, typeGone } from './pinned-types.ts'

/** All that a run needs beside its record. */
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
  /** The record of another run, for one that was forked from it. */
  recordOf?: (run: string) => Promise<readonly RunEvent[]>
  /** Goes on with the versions of node types that are here, where those that it began with are gone. */
  migrate?: boolean
}

/** `problems`: what of the record was cut off. `problem`: why the run cannot go on; its record stays as it is. */
export type ResumedRun =
  | { record: RunEvent[]; problems: Problem[]; problem?: undefined }
  | { problem: Problem; problems: Problem[]; record?: undefined }

/**
 * Goes on with a run from its journal alone, whatever ended the process that ran it: the workflow, the versions of its
 * node types, what it was given and its seed are the record's. What the record does not tell the end of is done again,
 * except outside effects, of which each is done once, or decided by its policy where that cannot be known. A run that has
 * ended is answered as it is. One whose node types are gone in the versions that it began with is left as it is, with a
 * problem that says what may be done: install them; migrate; or end it, by going on with a signal that is aborted.
 */
export async function resumeRun({ journal, recordOf, migrate = false, ...ports }: ResumeOptions): Promise<ResumedRun> {
  const { events, problems } = await journal.read()
  const damaged = problems.find(({ severity }) => severity === 'error')
  if (damaged) return { problem: damaged, problems }
  const [begin] = events
  if (begin?.type !== 'run-started') return { problem: noRecord(), problems }
  const { catalogue } = ports
  const gone = goneTypes(pinnedTypes(events).versions, catalogue)
  if (gone.length > 0 && isOver(events)) return { record: events, problems }
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

const isOver = (events: readonly RunEvent[]): boolean => isEnded(foldRun(events.slice(-1)).state)

/** Ends a run without its workflow, which cannot be gone on with: what was under way is cancelled. */
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

/** What stands against a migration, before anything of it is recorded. */
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
