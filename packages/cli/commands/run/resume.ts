import { resumeRun, type Catalog, type RunControl } from '@aw-flow/engine'
import { error, foldRun, isFinalRunState, warning, type Problem, type RunEvent } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import { createUsageError } from '../../command-error.ts'
import { checkOutputs } from '../../files/check-outputs.ts'
import { openInputs } from '../../files/open-inputs.ts'
import { parseInputs } from '../../files/parse-inputs.ts'
import { openRecordForResume } from '../../files/open-record.ts'
import { describeProblems } from '../../terminal/describe-problem.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { openServicesForRun } from './open-external-services.ts'
import { hasDecisions, createDecisionSender } from './run-decisions.ts'
import type { RunCommandOptions } from './run-command-options.ts'
import { readWorkflowFile } from '../../files/read-workflow-file.ts'
import { executeRun } from './execute-run.ts'

type RunStarted = Extract<RunEvent, { type: 'run-started' }>

/**
 * `aw run --resume RECORD`: resumes a run from the record written by `aw run --events RECORD`, and appends to that
 * record. The workflow, settings and seed come from the record. Input files must be passed again with `--input` and are
 * recognized by their content. `--approve`, `--reject`, `--done` and `--event` respond to approvals and other waiting
 * nodes.
 */
export async function resumeCommand(
  workflowPath: string | undefined,
  recordPath: string,
  options: RunCommandOptions,
  catalog: Catalog,
  terminal: Terminal,
): Promise<number> {
  const { input, set, workflows, out, events: eventsPath, json, migrate = false } = options
  if (set.length > 0 || workflows !== undefined || eventsPath !== undefined || options.data !== undefined) {
    const option =
      options.data !== undefined
        ? '--data'
        : set.length > 0
          ? '--set'
          : workflows === undefined
            ? '--events'
            : '--workflows'
    throw createUsageError(error('resume.option-not-allowed', { option }))
  }
  const { journal, start: startEvent, events, problems } = await openRecordForResume(recordPath)
  try {
    const { workflow } = startEvent
    if (
      workflowPath !== undefined &&
      toCanonicalJson((await readWorkflowFile(workflowPath)).workflow) !== toCanonicalJson(workflow)
    ) {
      problems.push(warning('resume.workflow-changed', { path: workflowPath }))
    }
    const inputFiles = await parseInputs(input, workflow, catalog, startEvent.workflows)
    await checkOutputs({ '--out': out }, [recordPath, ...inputFiles.map((item) => item.path)])
    const { files } = await openInputs(inputFiles, terminal.signal)
    if (!isFinalRunState(foldRun(events).state) || out !== undefined) await checkFiles(startEvent, files)
    if (problems.length > 0) terminal.report(describeProblems(problems))
    const sendDecisions = hasDecisions(options) ? createDecisionSender(options, foldRun(events)) : undefined
    let decisionProblems: Promise<Problem[]> | undefined
    const openedServices = await openServicesForRun(options, workflow, files, recordPath, terminal)
    const exitCode = await executeRun({
      workflow,
      terminal,
      out,
      csvForExcel: options.csvForExcel,
      json,
      journal,
      async perform(environment) {
        const onControl = (control: RunControl): void => void (decisionProblems = sendDecisions?.(control))
        const control = sendDecisions ? { onControl, whenIdle: 'wait-for-times' as const } : {}
        const record = await resumeRun({
          ...environment,
          ...control,
          migrate,
          journal,
          catalog,
          files: openedServices.files,
          services: openedServices.services,
        })
        if (!record.ok) throw createUsageError(record.problem)
        return record.value
      },
    }).finally(() => openedServices.close())
    const failedDecisions = (await decisionProblems) ?? []
    if (failedDecisions.length > 0) terminal.report(describeProblems(failedDecisions))
    return failedDecisions.length > 0 ? Math.max(exitCode, 1) : exitCode
  } catch (cause) {
    journal.close()
    throw cause
  }
}

/** Checks that every input file of the run has been passed again, with the same content. */
async function checkFiles(startEvent: RunStarted, files: { open(dataset: string): Promise<unknown> }): Promise<void> {
  for (const [node, values] of Object.entries(startEvent.inputs)) {
    for (const value of Object.values(values)) {
      if (value.kind !== 'file' || (await files.open(value.dataset))) continue
      throw createUsageError(
        error('resume.no-file', { file: value.name, hash: value.dataset.slice(0, 12), node }, { where: { node } }),
      )
    }
  }
}
