import { openDuckDb } from '@aw-flow/data/node'
import { describeWorkflow, giveFiles, runWorkflow, systemClock, type Catalogue } from '@aw-flow/engine'
import {
  foldRun,
  readWorkflow,
  resultTables,
  runValidity,
  type Problem,
  type RunEvent,
  type RunView,
  type Workflow,
} from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { wrongUse } from '../command-error.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { openEventLog } from '../files/event-log.ts'
import { openGivenFiles } from '../files/given-files.ts'
import { namedInputs } from '../files/named-inputs.ts'
import { readText } from '../files/read-text.ts'
import { setSettings } from '../files/set-settings.ts'
import { checkTableFormat, writeTable } from '../files/write-table.ts'
import { describeRun } from '../reports/describe-run.ts'
import { describeProblems } from '../terminal/describe-problem.ts'
import { runProgress } from '../terminal/run-progress.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface RunCommandOptions {
  input: string[]
  set: string[]
  seed: number
  out?: string
  events?: string
  json?: boolean
}

/**
 * `aw run WORKFLOW`: runs a workflow here. Exit 0 when it completed and every check in it held, 1 when it failed or a
 * check did not hold, 2 when it cannot run.
 */
export async function runCommand(
  path: string,
  options: RunCommandOptions,
  catalogue: Catalogue,
  terminal: Terminal,
): Promise<number> {
  const { input, set, seed, out, events: eventsPath, json } = options
  const { signal } = terminal
  checkTableFormat(out)
  const workflow = setSettings(await readWorkflowFile(path), set, catalogue)
  const named = await namedInputs(input, workflow, catalogue)
  await checkOutputs({ '--out': out, '--events': eventsPath }, [path, ...named.map((given) => given.path)])
  const { given, files } = await openGivenFiles(named, signal)
  const { inputs, problems } = giveFiles(workflow, catalogue, given)
  const described = describeWorkflow(workflow, { catalogue, context: { preview: () => undefined } })
  const found = [...described.problems, ...problems].map((problem) =>
    problem.code === 'run.no-file' ? { ...problem, hint: 'Give it one: --input FILE.' } : problem,
  )
  const [first, ...others] = found.filter(({ severity }) => severity === 'error')
  if (first) throw wrongUse(first, ...others)
  if (found.length > 0) terminal.tell(describeProblems(found))

  const log = openEventLog(eventsPath)
  const tables = await openDuckDb()
  const progress = runProgress(workflow, terminal)
  const record: RunEvent[] = []
  const broken = new AbortController()
  let fault: unknown
  try {
    await runWorkflow({
      workflow,
      run: randomUUID(),
      inputs,
      seed,
      catalogue,
      tables,
      files,
      clock: systemClock,
      signal: AbortSignal.any([signal, broken.signal]),
      onEvent(event) {
        record.push(event)
        progress.event(event)
        if (fault !== undefined) return
        try {
          log.write(event)
        } catch (cause) {
          fault = cause
          broken.abort()
        }
      },
      onProgress: progress.progress,
    })
    terminal.progress(undefined)
    if (fault !== undefined) throw fault
    const view = foldRun(record)
    const table = view.state === 'completed' ? resultTables(view).at(-1)?.table : undefined
    if (out !== undefined && table) await writeTable(out, table, tables, signal)
    if (json) terminal.say(JSON.stringify(resultOf(view, out !== undefined && table ? out : undefined), null, 2))
    else terminal.say(describeRun(view, terminal.width))
    const failures = problemsOf(view)
    if (failures.length > 0) terminal.tell(describeProblems(failures))
    if (out !== undefined && view.state === 'completed' && !table)
      terminal.tell(`No table came out: ${out} is not written.`)
    if (view.state === 'cancelled') return 130
    return view.state === 'completed' && runValidity(view) !== false ? 0 : 1
  } finally {
    terminal.progress(undefined)
    log.close()
    await tables.close()
  }
}

async function readWorkflowFile(path: string): Promise<Workflow> {
  const { workflow, problems } = readWorkflow(await readText(path))
  if (workflow) return workflow
  const [first, ...others] = problems.map((problem) => ({ ...problem, where: { file: path, ...problem.where } }))
  throw wrongUse(first!, ...others)
}

function problemsOf(view: RunView): Problem[] {
  const failed = Object.values(view.nodes).flatMap(({ state, error }) =>
    state === 'failed' && error ? [error.problem] : [],
  )
  return view.problem ? [view.problem, ...failed] : failed
}

function resultOf(view: RunView, out: string | undefined) {
  const tables = resultTables(view)
  const nodes = (view.workflow?.nodes ?? []).flatMap(({ id }) => view.nodes[id] ?? [])
  return {
    run: view.run,
    status: view.state,
    table: view.state === 'completed' ? (tables.at(-1) ?? null) : null,
    tables,
    nodes: nodes.map(({ node, state, rows, ms, retries, reason }) => ({ node, state, rows, ms, retries, reason })),
    reports: nodes.flatMap(({ node, report }) => (report ? [{ node, ...report }] : [])),
    valid: runValidity(view) ?? null,
    problems: problemsOf(view),
    out: out ?? null,
  }
}
