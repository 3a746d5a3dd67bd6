import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, isEnded, findResultTables, type RunView, type TableRef } from '@aw-flow/schema'
import { findChartColumn, computeValueShares } from './value-shares.ts'

/** Number of sampled rows: enough for ten bars. */
const sampleRows = 1_000
const maxTables = 12

/** The small histograms on nodes. */
export interface OutputHistograms {
  /** Relative heights of the bars, by node id. */
  readonly byNodeId: ReadonlyMap<string, readonly number[]>
  /** Computes missing histograms for the last run of a session and for the node whose results are shown. */
  update(session: WorkflowSession | undefined, displayedNode: string | undefined): void
}

/**
 * Computes histograms of the final tables of a run and of any table whose results are shown. Intermediate tables may
 * not be stored, and profiling would have to compute them.
 */
export function createOutputHistograms(onChange: () => void): OutputHistograms {
  /** Shares by table id. Tables with the same id have the same content. */
  const sharesByTable = new Map<string, readonly number[] | undefined>()
  let byNodeId: ReadonlyMap<string, readonly number[]> = new Map()
  let latestKey = ''

  const publish = (tables: ReadonlyMap<string, TableRef>): void => {
    const sharesByNode = new Map<string, readonly number[]>()
    for (const [node, { id }] of tables) {
      const shares = sharesByTable.get(id)
      if (shares) sharesByNode.set(node, shares)
    }
    byNodeId = sharesByNode
  }

  const load = async (session: WorkflowSession, tables: ReadonlyMap<string, TableRef>, key: string): Promise<void> => {
    for (const table of tables.values()) {
      if (sharesByTable.has(table.id)) continue
      try {
        sharesByTable.set(table.id, await loadShares(session, table))
      } catch {
        // The table no longer exists, so its node has no histogram. The results show the reason.
        sharesByTable.set(table.id, undefined)
      }
      if (key !== latestKey) return
    }
    publish(tables)
    onChange()
  }

  return {
    get byNodeId() {
      return byNodeId
    },
    update(session, displayedNode) {
      const run = session?.runs.current
      const tables = run ? findTables(run, displayedNode) : new Map<string, TableRef>()
      const key = [...tables].map(([node, { id }]) => `${node} ${id}`).join('\n')
      if (key === latestKey) return
      latestKey = key
      publish(tables)
      if (session) void load(session, tables, key)
    },
  }
}

/**
 * Returns the distribution of a table's first suitable column, computed from a sample; `undefined` without an engine.
 */
async function loadShares(session: WorkflowSession, table: TableRef): Promise<readonly number[] | undefined> {
  const column = findChartColumn(table.columns)
  if (!column || !session.tables.profile) return undefined
  const profile = unwrap(await session.tables.profile({ table: { ...table, columns: [column] }, sample: sampleRows }))
  return profile.columns[0] && computeValueShares(profile.columns[0])
}

/** Returns the tables that get a histogram, by node. */
function findTables(run: RunView, displayedNode: string | undefined): Map<string, TableRef> {
  const tables = new Map<string, TableRef>()
  if (!isEnded(run.state)) return tables
  for (const { node, table } of findResultTables(run).slice(0, maxTables)) if (table.rows > 0) tables.set(node, table)
  const displayedRun = displayedNode === undefined ? undefined : run.nodes[displayedNode]
  const [firstTable] = Object.values(displayedRun?.outputs ?? {}).flatMap((value) =>
    value.kind === 'table' ? [value.table] : [],
  )
  if (displayedRun && firstTable && firstTable.rows > 0) tables.set(displayedRun.node, firstTable)
  return tables
}
