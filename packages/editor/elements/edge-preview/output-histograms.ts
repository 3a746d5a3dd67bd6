import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, isFinalRunState, type RunView, type TableRef } from '@aw-flow/schema'
import { findResultTables } from '@aw-flow/schema/internal'
import { findChartColumn, computeBarHeights } from './value-shares.ts'

/** Number of rows that are sampled per table, enough for ten bars. */
const sampleRowCount = 1_000
const maxTables = 12

/**
 * Creates the histograms of a run's result tables and of the node whose results are shown. Intermediate tables are left
 * out: they may not be stored, so profiling would have to compute them first.
 */
export function createOutputHistograms(onChange: () => void) {
  /** Bar heights keyed by table id. Tables with the same id have the same content. */
  const barHeightsByTable = new Map<string, readonly number[] | undefined>()
  let byNodeId: ReadonlyMap<string, readonly number[]> = new Map()
  let latestKey = ''

  const publish = (tables: ReadonlyMap<string, TableRef>): void => {
    const barHeightsByNode = new Map<string, readonly number[]>()
    for (const [node, { id }] of tables) {
      const barHeights = barHeightsByTable.get(id)
      if (barHeights) barHeightsByNode.set(node, barHeights)
    }
    byNodeId = barHeightsByNode
  }

  const load = async (session: WorkflowSession, tables: ReadonlyMap<string, TableRef>, key: string): Promise<void> => {
    for (const table of tables.values()) {
      if (barHeightsByTable.has(table.id)) continue
      try {
        barHeightsByTable.set(table.id, await loadBarHeights(session, table))
      } catch {
        // The table cannot be read, so its node has no histogram. The results panel shows the reason.
        barHeightsByTable.set(table.id, undefined)
      }
      if (key !== latestKey) return
    }
    publish(tables)
    onChange()
  }

  return {
    /** Bar heights relative to the tallest bar, keyed by node id. */
    get byNodeId(): ReadonlyMap<string, readonly number[]> {
      return byNodeId
    },
    /** Computes the missing histograms for the session's last run and for the node whose results are shown. */
    update(session: WorkflowSession | undefined, displayedNodeId: string | undefined): void {
      // Histograms alone do not compute the tables of an earlier page's run again.
      const isShown = session?.runs.previous === undefined || displayedNodeId !== undefined
      const run = isShown ? session?.runs.current : undefined
      const tables = run ? findTables(run, displayedNodeId) : new Map<string, TableRef>()
      const key = [...tables].map(([node, { id }]) => `${node} ${id}`).join('\n')
      if (key === latestKey) return
      latestKey = key
      publish(tables)
      if (session) void load(session, tables, key)
    },
  }
}

/**
 * Samples the table column that is best suited to a histogram and returns its bar heights. Returns `undefined` if the
 * table has no suitable column or tables cannot be profiled.
 */
async function loadBarHeights(session: WorkflowSession, table: TableRef): Promise<readonly number[] | undefined> {
  const column = findChartColumn(table.columns)
  if (!column || !session.tables.profile) return undefined
  const profile = unwrap(
    await session.tables.profile({ table: { ...table, columns: [column] }, sample: sampleRowCount }),
  )
  return profile.columns[0] && computeBarHeights(profile.columns[0])
}

/** Returns the tables to draw histograms for, keyed by node id. */
function findTables(run: RunView, displayedNodeId: string | undefined): Map<string, TableRef> {
  const tables = new Map<string, TableRef>()
  if (!isFinalRunState(run.state)) return tables
  for (const { node, table } of findResultTables(run).slice(0, maxTables)) if (table.rows > 0) tables.set(node, table)
  const displayedRun = displayedNodeId === undefined ? undefined : run.nodes[displayedNodeId]
  const [firstTable] = Object.values(displayedRun?.outputs ?? {}).flatMap((value) =>
    value.kind === 'table' ? [value.table] : [],
  )
  if (displayedRun && firstTable && firstTable.rows > 0) tables.set(displayedRun.node, firstTable)
  return tables
}
