import type { WorkflowSession } from '@aw-flow/client'
import {
  unwrap,
  type Result,
  type ChangedCell,
  type NodeRun,
  type PreparationReport,
  type TableRef,
} from '@aw-flow/schema'
import { inputTable } from '../../views/plan/input-table.ts'
import { cellChanges, type CellChanges } from '../../views/table/cell-changes.ts'

/**
 * The changed cells of a prepared table, and how each was changed. Requested from the session once per table;
 * `onChange` is called when they are known. Nothing for other tables, and for plans that read other tables.
 */
export class PreparedChanges {
  readonly #known = new WeakMap<TableRef, CellChanges | undefined>()
  readonly #onChange: () => void

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  of(session: WorkflowSession, node: NodeRun | undefined, table: TableRef): CellChanges | undefined {
    if (this.#known.has(table)) return this.#known.get(table)
    const reported = node?.report
    const given = node && inputTable(session, node.node)
    const report = reported?.kind === 'prepare' ? (reported.report as PreparationReport) : undefined
    const output = node?.outputs['table']
    const isItsTable = output?.kind === 'table' && output.table === table
    if (!session.tables.changedCells || !given || !report || !isItsTable) return undefined
    this.#known.set(table, undefined)
    const { changedCells, traceCell } = session.tables
    const { plan } = report
    const story = traceCell
      ? async (row: number, column: string) => unwrap(await traceCell({ table: given, plan, row: row + 1, column }))
      : undefined
    void this.#ask(changedCells({ table: given, plan }), table, story)
    return undefined
  }

  async #ask(
    asked: Promise<Result<ChangedCell[]>>,
    table: TableRef,
    story: CellChanges['story'] | undefined,
  ): Promise<void> {
    // A table is shown without marks if the session supports none.
    const cells = await asked
    if (!cells.ok) return
    this.#known.set(table, cellChanges(cells.value, story))
    this.#onChange()
  }
}
