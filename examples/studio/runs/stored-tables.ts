import { createSessionTables, requests, type SessionTables } from '@aw-flow/client'
import type { RunEvent, RunView, TableRef } from '@aw-flow/schema'
import { findResultTables } from '@aw-flow/schema/internal'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Workspace } from '../workspace.ts'
import { hasUnfinishedWrite } from './result-writer.ts'

/**
 * A result table that can be read from `tables`, or the reason why it is unavailable. `failed` means that recomputing
 * the table failed.
 */
export type StoredTable =
  | { table: TableRef; tables: SessionTables; unavailableReason?: undefined }
  | { unavailableReason: 'loading' | 'evicted' | 'too-large' | 'missing' | 'computing' | 'failed' }

/**
 * Maximum time to wait after a run's end for its tab to store the results, in ms. After that, the tab has probably been
 * closed.
 */
const writeTimeoutMs = 10_000
/** Interval between attempts to open results that another tab is storing, in ms. */
const writePollIntervalMs = 200
/**
 * Minimum number of attempts for a recently finished run, because the other tab may not have started to store its
 * results yet.
 */
const minAttempts = 5

/**
 * Provides the result tables of a finished run whose session no longer has them. They are read from OPFS or recomputed
 * from the datasets.
 */
export class StoredTables implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #workspace: Workspace | undefined
  #runId: string | undefined
  #tables = new Map<string, StoredTable>()
  #state: 'computing' | 'computed' | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#reset(undefined, undefined)
  }

  /**
   * Returns a result table. Recomputes the results if the user left the page while they were being stored, or if the
   * table is an intermediate one between two nodes, which is never stored.
   */
  get(workspace: Workspace, view: RunView, record: readonly RunEvent[], table: TableRef): StoredTable {
    const { run } = view
    if (workspace !== this.#workspace || run !== this.#runId) this.#reset(workspace, run)
    if (this.#state === 'computing') return { unavailableReason: 'computing' }
    const storedTable = this.#tables.get(table.id)
    if (storedTable) return storedTable
    this.#tables.set(table.id, { unavailableReason: 'loading' })
    void this.#openTable(workspace, view, record, table)
    return { unavailableReason: 'loading' }
  }

  /** Recomputes the results from the run record, without repeating side effects, and stores them. */
  async recompute(workspace: Workspace, view: RunView, record: readonly RunEvent[]): Promise<void> {
    const { run, workflow, workflowId = '' } = view
    const [startEvent] = record
    if (!workflow || startEvent?.type !== 'run-started' || this.#state === 'computing') return
    this.#state = 'computing'
    this.#tables = new Map()
    this.#host.requestUpdate()
    const request = { run, workflowId, workflow, files: {}, seed: startEvent.seed, record: [...record] }
    const options = { signal: new AbortController().signal, onEvents: () => undefined, onProgress: () => undefined }
    await workspace.engine.run(request, options)
    await workspace.storeRunResults(view)
    if (run !== this.#runId) {
      void workspace.engine.ask(requests.dropRun({ run }))
      return
    }
    this.#state = 'computed'
    this.#host.requestUpdate()
  }

  async #openTable(workspace: Workspace, view: RunView, record: readonly RunEvent[], table: TableRef): Promise<void> {
    const { run } = view
    const storedTable = await this.#waitForTable(workspace.engine, view, table)
    if (run !== this.#runId) return
    const isStored = findResultTables(view).some((result) => result.table.id === table.id)
    if (storedTable.unavailableReason === 'missing' && (!isStored || hasUnfinishedWrite(run))) {
      void this.recompute(workspace, view, record)
      return
    }
    this.#tables.set(table.id, storedTable)
    this.#host.requestUpdate()
  }

  /** Opens a table. If the run has only just ended, waits until the tab that executed it has stored the results. */
  async #waitForTable(engine: Workspace['engine'], view: RunView, table: TableRef): Promise<StoredTable> {
    const { run } = view
    const deadline = (view.endedAt ?? 0) + writeTimeoutMs
    for (let attempt = 1; ; attempt++) {
      const wasWriting = hasUnfinishedWrite(run)
      const storedTable = await this.#resolveTable(engine, run, table)
      if (storedTable.unavailableReason !== 'missing' || run !== this.#runId) return storedTable
      const isWriting = hasUnfinishedWrite(run)
      const hasJustWritten = wasWriting && !isWriting
      const isExpected = isWriting || attempt < minAttempts
      if (!hasJustWritten && !(isExpected && Date.now() < deadline)) return storedTable
      await new Promise((resolve) => setTimeout(resolve, writePollIntervalMs))
    }
  }

  async #resolveTable(engine: Workspace['engine'], runId: string, table: TableRef): Promise<StoredTable> {
    const tables = createSessionTables(engine)
    const response = await engine.ask(requests.openResult({ run: runId, table }))
    if (response.ok && response.value.state === 'stored') return { table: response.value.table, tables }
    if (this.#state === 'computed') {
      // The table could not be stored, but it stays available until the user leaves the page.
      const page = await tables.page({ table, offset: 0, limit: 1 })
      return page.ok ? { table, tables } : { unavailableReason: 'failed' }
    }
    return { unavailableReason: response.ok && response.value.state !== 'stored' ? response.value.state : 'missing' }
  }

  #reset(workspace: Workspace | undefined, runId: string | undefined): void {
    if (this.#state === 'computed' && this.#runId !== undefined)
      void this.#workspace?.engine.ask(requests.dropRun({ run: this.#runId }))
    this.#workspace = workspace
    this.#runId = runId
    this.#tables = new Map()
    this.#state = undefined
  }
}
