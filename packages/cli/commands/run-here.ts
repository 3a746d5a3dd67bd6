import type { Text } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { nodeDigest, openDuckDb } from '@aw-flow/data/node'
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
import {
  foldRun,
  resultTables,
  runValidity,
  type Problem,
  type RunEvent,
  type RunProgress,
  type RunView,
  type Workflow,
} from '@aw-flow/schema'
import type { FileJournal } from '../files/file-journal.ts'
import { writeTable } from '../files/write-table.ts'
import { describeRun } from '../reports/describe-run.ts'
import { describeProblems, tellProblems } from '../terminal/describe-problem.ts'
import { runProgress } from '../terminal/run-progress.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** What a run is given that goes on here. */
export interface HerePorts {
  tables: Tables
  sandbox: Sandbox
  ledger: TableLedger
  /** Nobody looks at the tables on the way. */
  hold: 'needed'
  clock: Clock
  render(text: Text): string
  digest: Digest
  signal: AbortSignal
  onEvent(event: RunEvent): void
  onProgress(progress: RunProgress): void
}

export interface RunHereOptions {
  workflow: Workflow
  terminal: Terminal
  out: string | undefined
  json: boolean | undefined
  /** Runs to the end and answers the whole record. */
  perform(ports: HerePorts): Promise<readonly RunEvent[]>
  /** Closed at the end. */
  journal: FileJournal | undefined
}

/** Performs a run on this computer and tells what it came to, as text, JSON or a table. Answers the exit code. */
export async function runHere(options: RunHereOptions): Promise<number> {
  const { workflow, terminal, out, json, perform, journal } = options
  const { signal } = terminal
  const tables = await openDuckDb()
  const sandbox = openSandbox()
  const progress = runProgress(workflow, terminal)
  try {
    const record = await perform({
      tables,
      sandbox,
      ledger: createTableLedger((id) => tables.drop(id)),
      hold: 'needed',
      clock: systemClock,
      render: englishFormatter.format,
      digest: nodeDigest,
      signal,
      onEvent: (event) => progress.event(event),
      onProgress: (told) => progress.progress(told),
    })
    terminal.progress(undefined)
    const view = foldRun(record)
    const table = view.state === 'completed' ? resultTables(view).at(-1)?.table : undefined
    if (out !== undefined && table) tellProblems(await writeTable(out, table, tables, signal), terminal)
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
    journal?.close()
    await sandbox.close()
    await tables.close()
  }
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
