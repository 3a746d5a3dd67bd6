import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, isEnded, resultTables, type RunView, type TableRef } from '@aw-flow/schema'
import { drawnColumn, valueShares } from './value-shares.ts'

/** Number of sampled rows: enough for ten bars. */
const sampleRows = 1_000
const maxTables = 12

/** The small histograms on nodes. */
export interface OutputHistograms {
  /** Shares of the bars, by node id. */
  readonly shown: ReadonlyMap<string, readonly number[]>
  /** Computes missing histograms for the last run of a session and for the node whose results are shown. */
  update(session: WorkflowSession | undefined, shownNode: string | undefined): void
}

/**
 * Computes histograms of the final tables of a run and of any table whose results are shown. Intermediate tables may
 * not exist, and profiling would compute them.
 */
export function createOutputHistograms(onChange: () => void): OutputHistograms {
  /** Shares by table id. Tables with equal ids are equal. */
  const known = new Map<string, readonly number[] | undefined>()
  let shown: ReadonlyMap<string, readonly number[]> = new Map()
  let request = ''

  const publish = (wanted: ReadonlyMap<string, TableRef>): void => {
    const next = new Map<string, readonly number[]>()
    for (const [node, { id }] of wanted) {
      const shares = known.get(id)
      if (shares) next.set(node, shares)
    }
    shown = next
  }

  const load = async (session: WorkflowSession, wanted: ReadonlyMap<string, TableRef>, key: string): Promise<void> => {
    for (const table of wanted.values()) {
      if (known.has(table.id)) continue
      try {
        known.set(table.id, await sharesOf(session, table))
      } catch {
        // The table no longer exists: its node gets no histogram, and the results show the reason.
        known.set(table.id, undefined)
      }
      if (key !== request) return
    }
    publish(wanted)
    onChange()
  }

  return {
    get shown() {
      return shown
    },
    update(session, shownNode) {
      const run = session?.runs.current
      const wanted = run ? tablesOf(run, shownNode) : new Map<string, TableRef>()
      const key = [...wanted].map(([node, { id }]) => `${node} ${id}`).join('\n')
      if (key === request) return
      request = key
      publish(wanted)
      if (session) void load(session, wanted, key)
    },
  }
}

/** Shares of a table's first suitable column, from a profile of a sample; `undefined` without an engine. */
async function sharesOf(session: WorkflowSession, table: TableRef): Promise<readonly number[] | undefined> {
  const drawn = drawnColumn(table.columns)
  if (!drawn || !session.tables.profile) return undefined
  const profile = unwrap(await session.tables.profile({ table: { ...table, columns: [drawn] }, sample: sampleRows }))
  return profile.columns[0] && valueShares(profile.columns[0])
}

/** The tables that are drawn, by node. */
function tablesOf(run: RunView, shownNode: string | undefined): Map<string, TableRef> {
  const tables = new Map<string, TableRef>()
  if (!isEnded(run.state)) return tables
  for (const { node, table } of resultTables(run).slice(0, maxTables)) if (table.rows > 0) tables.set(node, table)
  const shown = shownNode === undefined ? undefined : run.nodes[shownNode]
  const [first] = Object.values(shown?.outputs ?? {}).flatMap((value) => (value.kind === 'table' ? [value.table] : []))
  if (shown && first && first.rows > 0) tables.set(shown.node, first)
  return tables
}
