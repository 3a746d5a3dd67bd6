import type { Text } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { nodeDigest } from '@aw-flow/data/node'
import { exitCodes, findFailureCode } from '../../exit-codes.ts'
import { openTables } from '../../open-tables.ts'
import {
  createTableLedger,
  systemClock,
  type Clock,
  type Digest,
  type Sandbox,
  type TableLedger,
  type Tables,
} from '@aw-flow/engine'
import { openSandbox } from '@aw-flow/sandbox/node'
import { foldRun, type Problem, type RunEvent, type RunProgress, type RunView, type Workflow } from '@aw-flow/schema'
import { findResultTables, getRunValidity } from '@aw-flow/schema/internal'
import type { FileJournal } from '../../files/file-journal.ts'
import { writeTable } from '../../files/write-table.ts'
import { describeRun } from '../../reports/describe-run.ts'
import { formatReportJson } from '../../reports/report-json.ts'
import { describeProblems, reportProblems } from '../../terminal/describe-problem.ts'
import { createRunProgress } from '../../terminal/run-progress.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Services and callbacks for executing a run on this computer. */
export interface RunEnvironment {
  tables: Tables
  sandbox: Sandbox
  ledger: TableLedger
  /** Intermediate tables are dropped after their last use. */
  retainedTables: 'needed'
  clock: Clock
  render(text: Text): string
  digest: Digest
  signal: AbortSignal
  onEvent(event: RunEvent): void
  onProgress(progress: RunProgress): void
}

export interface ExecuteRunOptions {
  workflow: Workflow
  terminal: Terminal
  out: string | undefined
  csvForExcel: boolean | undefined
  json: boolean | undefined
  /** Executes the run and returns its complete record. */
  perform(environment: RunEnvironment): Promise<readonly RunEvent[]>
  /** Journal that records the run, if any. Closed after the run. */
  journal: FileJournal | undefined
}

/** Executes a run on this computer, then prints its result or writes it to a file. Returns the exit code. */
export async function executeRun(options: ExecuteRunOptions): Promise<number> {
  const { workflow, terminal, out, csvForExcel, json, perform, journal } = options
  const { signal } = terminal
  const tables = await openTables()
  const sandbox = openSandbox()
  const progress = createRunProgress(workflow, terminal)
  try {
    const record = await perform({
      tables,
      sandbox,
      ledger: createTableLedger((id) => tables.drop(id)),
      retainedTables: 'needed',
      clock: systemClock,
      render: englishFormatter.format,
      digest: nodeDigest,
      signal,
      onEvent: (event) => progress.handleEvent(event),
      onProgress: (update) => progress.updateProgress(update),
    })
    terminal.showProgress(undefined)
    const view = foldRun(record)
    const table = view.state === 'completed' ? findResultTables(view).at(-1)?.table : undefined
    if (out !== undefined && table)
      reportProblems(await writeTable(out, table, { tables, signal, csvForExcel }), terminal)
    return reportRun(view, { terminal, out, json, hasTable: table !== undefined })
  } finally {
    terminal.showProgress(undefined)
    journal?.close()
    await sandbox.close()
    await tables.close()
  }
}

export interface ReportRunOptions {
  terminal: Terminal
  out: string | undefined
  json: boolean | undefined
  /** Whether the run has a result table, which was written to `out`. */
  hasTable: boolean
  /** The next step for a run that is waiting for a decision. Default: the options that resume its record. */
  resumeText?: string
}

/** Prints the result of a run, and returns the exit code. */
export function reportRun(view: RunView, { terminal, out, json, hasTable, resumeText }: ReportRunOptions): number {
  if (json) terminal.print(formatReportJson(createResult(view, hasTable ? out : undefined)))
  else terminal.print(describeRun(view, terminal.width, resumeText))
  const failures = collectProblems(view)
  if (failures.length > 0) terminal.report(describeProblems(failures))
  if (out !== undefined && view.state === 'completed' && !hasTable)
    terminal.report(`The run has no result table. ${out} was not written.`)
  if (view.state === 'cancelled') return exitCodes.canceled
  if (view.state !== 'completed') return findFailureCode(failures)
  return getRunValidity(view) === false ? exitCodes.failure : exitCodes.success
}

function collectProblems(view: RunView): Problem[] {
  const nodeProblems = Object.values(view.nodes).flatMap(({ state, error }) =>
    state === 'failed' && error ? [error.problem] : [],
  )
  return view.problem ? [view.problem, ...nodeProblems] : nodeProblems
}

function createResult(view: RunView, outPath: string | undefined) {
  const tables = findResultTables(view)
  const nodes = (view.workflow?.nodes ?? []).flatMap(({ id }) => view.nodes[id] ?? [])
  return {
    run: view.run,
    status: view.state,
    table: view.state === 'completed' ? (tables.at(-1) ?? null) : null,
    tables,
    nodes: nodes.map(({ node, state, rows, ms, retries, reason }) => ({ node, state, rows, ms, retries, reason })),
    reports: nodes.flatMap(({ node, report }) => (report ? [{ node, ...report }] : [])),
    valid: getRunValidity(view) ?? null,
    problems: collectProblems(view),
    out: outPath ?? null,
  }
}
