import { describeWorkflow, assignFiles, assignStartData, runWorkflow, type Catalog } from '@aw-flow/engine'
import { error, parseJson, defined, type Json } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { createUsageError } from '../../command-error.ts'
import { checkOutputs } from '../../files/check-outputs.ts'
import { openInputs } from '../../files/open-inputs.ts'
import { parseInputs } from '../../files/parse-inputs.ts'
import { withCommandLineHint, findWorkflows } from '../../files/find-workflows.ts'
import { openRecord } from '../../files/open-record.ts'
import { applySettings } from '../../files/set-settings.ts'
import { checkTableFormat } from '../../files/write-table.ts'
import { describeProblems } from '../../terminal/describe-problem.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { hasDecisions } from './run-decisions.ts'
import { openServicesForRun } from './open-external-services.ts'
import { resumeCommand } from './resume.ts'
import { executeRun } from './execute-run.ts'
import { readWorkflowFile } from '../../files/read-workflow-file.ts'
import type { RunCommandOptions } from './run-command-options.ts'

/**
 * `aw run WORKFLOW`: runs a workflow on this computer. The exit code is 0 if the run completed and every check passed,
 * 1 if it failed or a check did not pass, and 2 if the workflow cannot run. With `--resume`, resumes a recorded run.
 */
export async function runCommand(
  path: string | undefined,
  options: RunCommandOptions,
  catalog: Catalog,
  terminal: Terminal,
): Promise<number> {
  const { input, set, seed, out, events: eventsPath, json } = options
  checkTableFormat(out)
  if (options.resume !== undefined) return resumeCommand(path, options.resume, options, catalog, terminal)
  if (hasDecisions(options)) {
    throw createUsageError(error('run.no-resume', {}))
  }
  if (path === undefined) {
    throw createUsageError(error('run.no-workflow', {}))
  }
  const { workflow: readDocument, problems: readProblems } = await readWorkflowFile(path)
  const workflow = applySettings(readDocument, set, catalog)
  const workflows = await findWorkflows(workflow, catalog, { path, folder: options.workflows })
  const inputFiles = await parseInputs(input, workflow, catalog, workflows)
  await checkOutputs({ '--out': out, '--events': eventsPath }, [path, ...inputFiles.map((item) => item.path)])
  const { assignedFiles, files } = await openInputs(inputFiles, terminal.signal)
  const { inputs, problems } = assignFiles(workflow, catalog, assignedFiles, workflows)
  const startData =
    options.data === undefined ? undefined : assignStartData(workflow, catalog, parseStartData(options.data))
  const context = {
    findPreview: () => undefined,
    unavailableServices:
      options.folder === undefined
        ? (['events', 'mcp', 'web', 'folder'] as const)
        : (['events', 'mcp', 'web'] as const),
  }
  const description = describeWorkflow(workflow, { catalog, context, workflows })
  const allProblems = [...readProblems, ...description.problems, ...problems, ...(startData?.problems ?? [])].map(
    (problem) =>
      problem.code === 'run.no-file'
        ? { ...problem, params: { ...problem.params, host: 'command-line' } }
        : withCommandLineHint(problem),
  )
  const [firstError, ...otherErrors] = allProblems.filter(({ severity }) => severity === 'error')
  if (firstError) throw createUsageError(firstError, ...otherErrors)
  if (allProblems.length > 0) terminal.report(describeProblems(allProblems))

  const journal = eventsPath === undefined ? undefined : openRecord(eventsPath, 'new')
  const openedServices = await openServicesForRun(options, workflow, files, eventsPath, terminal)
  return executeRun({
    workflow,
    terminal,
    out,
    csvForExcel: options.csvForExcel,
    json,
    journal,
    perform: (environment) =>
      runWorkflow({
        ...environment,
        workflow: startData?.workflow ?? workflow,
        ...(Object.keys(workflows).length > 0 ? { workflows } : {}),
        run: randomUUID(),
        inputs: { ...inputs, ...startData?.inputs },
        seed,
        catalog,
        files: openedServices.files,
        services: openedServices.services,
        ...defined({ journal }),
      }),
  }).finally(() => openedServices.close())
}

/** Parses start data as JSON. If it is not valid JSON, returns the text itself. */
export function parseStartData(text: string): Json {
  const parsedJson = parseJson(text)
  return parsedJson.ok ? parsedJson.value : text
}
