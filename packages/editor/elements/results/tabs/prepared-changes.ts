import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, type Result, type NodeRun, type TableRef } from '@aw-flow/schema'
import type { ChangedCell, PreparationReport } from '@aw-flow/schema/internal'
import { findInputTable } from '../../../views/plan/input-table.ts'
import { indexCellChanges, type CellChanges } from '../../../views/table/cells/cell-changes.ts'

/**
 * Finds which cells of a prepared table were changed, and how. The changes are requested from the session once per
 * table; `onChange` is called when they have been loaded. `findChanges` returns `undefined` for tables without known
 * changes.
 */
export class PreparedTableChanges {
  readonly #changes = new WeakMap<TableRef, CellChanges | undefined>()
  readonly #onChange: () => void

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  findChanges(session: WorkflowSession, node: NodeRun | undefined, table: TableRef): CellChanges | undefined {
    if (this.#changes.has(table)) return this.#changes.get(table)
    const nodeReport = node?.report
    const input = node && findInputTable(session, node.node)
    const report = nodeReport?.kind === 'prepare' ? (nodeReport.report as PreparationReport) : undefined
    const output = node?.outputs['table']
    const isOutput = output?.kind === 'table' && output.table === table
    if (!session.tables.listChangedCells || !input || !report || !isOutput) return undefined
    this.#changes.set(table, undefined)
    const { listChangedCells, traceCell } = session.tables
    const { plan } = report
    const loadHistory = traceCell
      ? async (row: number, column: string) => unwrap(await traceCell({ table: input, plan, row: row + 1, column }))
      : undefined
    void this.#load(listChangedCells({ table: input, plan }), table, loadHistory)
    return undefined
  }

  async #load(
    request: Promise<Result<ChangedCell[]>>,
    table: TableRef,
    loadHistory: CellChanges['getLineage'] | undefined,
  ): Promise<void> {
    // If the request fails, show the table without change markers.
    const cells = await request
    if (!cells.ok) return
    this.#changes.set(table, indexCellChanges(cells.value, loadHistory))
    this.#onChange()
  }
}
