import { error } from '@aw-flow/schema'
import { createUsageError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { checkTableFormat } from '../files/write-table.ts'
import { reportProblems } from '../terminal/describe-problem.ts'
import { formatTable } from '../terminal/format-table.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { downloadResult } from './download-result.ts'
import { openServer, type ServerSelection } from './open-server.ts'

export interface ResultsCommandOptions extends ServerSelection {
  node?: string
  out?: string
  csvForExcel?: boolean
  json?: boolean
}

/**
 * `aw results RUN`: lists the result tables of a run on a server, or writes one to a file. The exit code is 1 if the run
 * did not complete or a check did not pass.
 */
export async function resultsCommand(
  run: string,
  { node, out, csvForExcel, json, ...selection }: ResultsCommandOptions,
  terminal: Terminal,
): Promise<number> {
  checkTableFormat(out)
  if (node !== undefined && out === undefined) throw createUsageError(error('remote.node-without-out', {}))
  await checkOutputs({ '--out': out }, [])
  const server = await openServer(selection, terminal.signal)
  if (out !== undefined) await downloadResult(server, run, out, { node, csvForExcel })
  const { value } = await server.call('GET /api/v1/runs/{id}/result', { path: { id: run } })
  if (json) terminal.print(JSON.stringify(value, null, 2))
  else if (out === undefined) {
    const rows = value.tables.map(({ node: id, table }) => [
      id,
      String(table?.rows ?? ''),
      String(table?.columns.length ?? ''),
    ])
    const titles = [
      { title: 'node' },
      { title: 'rows', align: 'right' as const },
      { title: 'columns', align: 'right' as const },
    ]
    terminal.print(formatTable(titles, rows, terminal.width))
    if (rows.length > 0)
      terminal.report('Write a table with --out FILE, and --node NODE for another than the last one.')
  }
  if (value.problem) reportProblems([value.problem], terminal)
  return value.status === 'completed' && value.valid !== false ? exitCodes.success : exitCodes.failure
}
