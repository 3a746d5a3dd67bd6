import { describeWorkflow, assignData, assignFiles, runWorkflow, type Catalogue } from '@aw-flow/engine'
import { error, parseJson, type Json } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { wrongUse } from '../command-error.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { openGivenFiles } from '../files/given-files.ts'
import { namedInputs } from '../files/named-inputs.ts'
import { bringWorkflow, namedWorkflows } from '../files/named-workflows.ts'
import { openRecord } from '../files/open-record.ts'
import { setSettings } from '../files/set-settings.ts'
import { checkTableFormat } from '../files/write-table.ts'
import { describeProblems } from '../terminal/describe-problem.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { isTold } from './reach-run.ts'
import { openHere } from './open-here.ts'
import { resumeCommand } from './resume.ts'
import { runHere } from './run-here.ts'
import { readWorkflowFile } from '../files/read-workflow-file.ts'
import type { RunCommandOptions } from './run-command-options.ts'

/**
 * `aw run WORKFLOW`: runs a workflow here. Exit 0 when it completed and every check in it held, 1 when it failed or a
 * check did not hold, 2 when it cannot run. With `--resume` it goes on with the run of a record.
 */
export async function runCommand(
  path: string | undefined,
  options: RunCommandOptions,
  catalogue: Catalogue,
  terminal: Terminal,
): Promise<number> {
  const { input, set, seed, out, events: eventsPath, json } = options
  checkTableFormat(out)
  if (options.resume !== undefined) return resumeCommand(path, options.resume, options, catalogue, terminal)
  if (isTold(options)) {
    throw wrongUse(error('run.no-resume', {}))
  }
  if (path === undefined) {
    throw wrongUse(error('run.no-workflow', {}))
  }
  const workflow = setSettings(await readWorkflowFile(path), set, catalogue)
  const workflows = await namedWorkflows(workflow, catalogue, { path, folder: options.workflows })
  const named = await namedInputs(input, workflow, catalogue, workflows)
  await checkOutputs({ '--out': out, '--events': eventsPath }, [path, ...named.map((given) => given.path)])
  const { given, files } = await openGivenFiles(named, terminal.signal)
  const { inputs, problems } = assignFiles(workflow, catalogue, given, workflows)
  const brought = options.data === undefined ? undefined : assignData(workflow, catalogue, readData(options.data))
  const context = { preview: () => undefined, lacks: options.folder === undefined ? (['folder'] as const) : [] }
  const described = describeWorkflow(workflow, { catalogue, context, workflows })
  const found = [...described.problems, ...problems, ...(brought?.problems ?? [])].map((problem) =>
    problem.code === 'run.no-file'
      ? { ...problem, params: { ...problem.params, host: 'command-line' } }
      : bringWorkflow(problem),
  )
  const [first, ...others] = found.filter(({ severity }) => severity === 'error')
  if (first) throw wrongUse(first, ...others)
  if (found.length > 0) terminal.tell(describeProblems(found))

  const journal = eventsPath === undefined ? undefined : openRecord(eventsPath, 'new')
  const here = await openHere(options, files, eventsPath, terminal)
  return runHere({
    workflow,
    terminal,
    out,
    json,
    journal,
    perform: (ports) =>
      runWorkflow({
        ...ports,
        workflow,
        ...(Object.keys(workflows).length > 0 ? { workflows } : {}),
        run: randomUUID(),
        inputs: { ...inputs, ...brought?.inputs },
        seed,
        catalogue,
        files: here.files,
        outside: here.outside,
        ...(journal ? { journal } : {}),
      }),
  }).finally(() => here.close())
}

/** What a start brings, from JSON or from a text that is none. */
function readData(text: string): Json {
  const { json, problem } = parseJson(text)
  return problem ? text : json
}
