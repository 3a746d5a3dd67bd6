import { resumeRun, type Catalogue, type RunControl } from '@aw-flow/engine'
import { canonicalJson, error, foldRun, isEnded, warning, type Problem, type RunEvent } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { openGivenFiles } from '../files/given-files.ts'
import { namedInputs } from '../files/named-inputs.ts'
import { openBegunRecord } from '../files/open-record.ts'
import { describeProblems } from '../terminal/describe-problem.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { openHere } from './open-here.ts'
import { isTold, reachRun } from './reach-run.ts'
import type { RunCommandOptions } from './run-command-options.ts'
import { readWorkflowFile } from '../files/read-workflow-file.ts'
import { runHere } from './run-here.ts'

type RunStarted = Extract<RunEvent, { type: 'run-started' }>

/**
 * `aw run --resume RECORD`: goes on with the run of a record that an earlier `aw run --events RECORD` has left, in the
 * same file. The workflow, the settings and the seed are the record's; the files that it reads are given again by
 * `--input` and known by their content. `--approve`, `--reject`, `--done` and `--event` tell it what it waits
 * for.
 */
export async function resumeCommand(
  workflowPath: string | undefined,
  recordPath: string,
  options: RunCommandOptions,
  catalogue: Catalogue,
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
    throw wrongUse(error('resume.option', { option }))
  }
  const { journal, begin, events, problems } = await openBegunRecord(recordPath)
  try {
    const { workflow } = begin
    if (workflowPath !== undefined && canonicalJson(await readWorkflowFile(workflowPath)) !== canonicalJson(workflow)) {
      problems.push(warning('resume.other-workflow', { path: workflowPath }))
    }
    const named = await namedInputs(input, workflow, catalogue, begin.workflows)
    await checkOutputs({ '--out': out }, [recordPath, ...named.map((given) => given.path)])
    const { files } = await openGivenFiles(named, terminal.signal)
    if (!isEnded(foldRun(events).state) || out !== undefined) await checkFiles(begin, files)
    if (problems.length > 0) terminal.tell(describeProblems(problems))
    const reach = isTold(options) ? reachRun(options, foldRun(events)) : undefined
    let reached: Promise<Problem[]> | undefined
    const here = await openHere(options, files, recordPath, terminal)
    const exit = await runHere({
      workflow,
      terminal,
      out,
      json,
      journal,
      async perform(ports) {
        const onControl = (control: RunControl): void => void (reached = reach?.(control))
        const control = reach ? { onControl, whenIdle: 'times' as const } : {}
        const resumed = await resumeRun({
          ...ports,
          ...control,
          migrate,
          journal,
          catalogue,
          files: here.files,
          outside: here.outside,
        })
        if (resumed.problem) throw wrongUse(resumed.problem)
        return resumed.record
      },
    }).finally(() => here.close())
    const refused = (await reached) ?? []
    if (refused.length > 0) terminal.tell(describeProblems(refused))
    return refused.length > 0 ? Math.max(exit, 1) : exit
  } catch (cause) {
    journal.close()
    throw cause
  }
}

/** Checks that every file the run reads is provided again, with the same content. */
async function checkFiles(begin: RunStarted, files: { open(dataset: string): Promise<unknown> }): Promise<void> {
  for (const [node, values] of Object.entries(begin.inputs)) {
    for (const value of Object.values(values)) {
      if (value.kind !== 'file' || (await files.open(value.dataset))) continue
      throw wrongUse(
        error('resume.no-file', { file: value.name, hash: value.dataset.slice(0, 12), node }, { where: { node } }),
      )
    }
  }
}
