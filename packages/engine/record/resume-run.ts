import { error, type Problem, type RunEvent } from '@aw-flow/schema'
import type { Journal } from '../journal.ts'
import type { RunWorkflowOptions } from '../run-options.ts'
import { runWorkflow } from '../run-workflow.ts'
import { forkedOutcomes } from './fork-run.ts'
import { ForeignRecordError } from './outstanding.ts'

/** All that a run needs beside its record. */
export type ResumeOptions = Omit<
  RunWorkflowOptions,
  'workflow' | 'workflowId' | 'run' | 'inputs' | 'seed' | 'record' | 'forked' | 'part' | 'given' | 'journal'
> & {
  journal: Journal
  /** The record of another run, for one that was forked from it. */
  recordOf?: (run: string) => Promise<readonly RunEvent[]>
}

/** `problems`: what of the record was cut off. `problem`: why the run cannot go on; its record stays as it is. */
export type ResumedRun =
  | { record: RunEvent[]; problems: Problem[]; problem?: undefined }
  | { problem: Problem; problems: Problem[]; record?: undefined }

/**
 * Goes on with a run from its journal alone, whatever ended the process that ran it: the workflow, the versions of its
 * node types, what it was given and its seed are the record's. What the record does not tell the end of is done again,
 * except outside effects, of which each is done once, or decided by its policy where that cannot be known. A run that has
 * ended is answered as it is.
 */
export async function resumeRun({ journal, recordOf, ...ports }: ResumeOptions): Promise<ResumedRun> {
  const { events, problems } = await journal.read()
  const damaged = problems.find(({ severity }) => severity === 'error')
  if (damaged) return { problem: damaged, problems }
  const [begin] = events
  if (begin?.type !== 'run-started') return { problem: noRecord(), problems }
  const gone = Object.entries(begin.types ?? {}).find(
    ([type, version]) => ports.catalogue.get(type, version)?.version !== version,
  )
  if (gone) return { problem: typeGone(...gone, ports.catalogue.get(gone[0])?.version), problems }
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
    ...(original ? { forked: forkedOutcomes(original) } : {}),
  }
  try {
    return { record: await runWorkflow(options), problems }
  } catch (cause) {
    if (cause instanceof ForeignRecordError) return { problem: cause.problem, problems }
    throw cause
  }
}

const noRecord = (): Problem =>
  error('record.empty', 'There is no run to go on with: its record does not say how it began.', {
    hint: 'Start the workflow anew.',
  })

const typeGone = (type: string, version: number, here: number | undefined): Problem =>
  error(
    'run.type-version-gone',
    `The run was begun with version ${version} of node type "${type}", here is ${here === undefined ? 'none' : `version ${here}`}.`,
    { hint: 'Install that version and go on, start the workflow anew, or fork the run.' },
  )
