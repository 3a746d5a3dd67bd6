import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, isEnded, resultTables, type RunView, type TableRef } from '@aw-flow/schema'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { drawnColumn, valueShares } from './value-shares.ts'

interface HistogramHost extends ReactiveControllerHost {
  readonly shownSession: WorkflowSession | undefined
  /** The node whose results are looked at. */
  readonly looksAt: string | undefined
}

/** Rows that are counted: enough for the picture of a strip of ten bars. */
const counted = 1_000
const maxTables = 12

/**
 * The small histograms on the faces of nodes: of the tables that a run came to, and of any that somebody looks at. Not
 * of those between, which may not have been made: to count them would make them.
 */
export class OutputHistograms implements ReactiveController {
  readonly #host: HistogramHost
  /** By the table's id: equal ids are equal tables. */
  readonly #known = new Map<string, readonly number[] | undefined>()
  #shown: ReadonlyMap<string, readonly number[]> = new Map()
  #asked = ''

  constructor(host: HistogramHost) {
    this.#host = host
    host.addController(this)
  }

  get shown(): ReadonlyMap<string, readonly number[]> {
    return this.#shown
  }

  hostUpdate(): void {
    const session = this.#host.shownSession
    const wanted = session?.runs.current
      ? tablesOf(session.runs.current, this.#host.looksAt)
      : new Map<string, TableRef>()
    const asked = [...wanted].map(([node, { id }]) => `${node} ${id}`).join('\n')
    if (asked === this.#asked) return
    this.#asked = asked
    this.#draw(wanted)
    if (session) void this.#count(session, wanted, asked)
  }

  async #count(session: WorkflowSession, wanted: ReadonlyMap<string, TableRef>, asked: string): Promise<void> {
    for (const table of wanted.values()) {
      if (this.#known.has(table.id)) continue
      try {
        this.#known.set(table.id, await sharesOf(session, table))
      } catch {
        // The table is gone: its node has no histogram, and the results say why.
        this.#known.set(table.id, undefined)
      }
      if (asked !== this.#asked) return
    }
    this.#draw(wanted)
    this.#host.requestUpdate()
  }

  #draw(wanted: ReadonlyMap<string, TableRef>): void {
    const shown = new Map<string, readonly number[]>()
    for (const [node, { id }] of wanted) {
      const shares = this.#known.get(id)
      if (shares) shown.set(node, shares)
    }
    this.#shown = shown
  }
}

/** By the profile of a sample, which a session without an engine does not make. */
async function sharesOf(session: WorkflowSession, table: TableRef): Promise<readonly number[] | undefined> {
  const drawn = drawnColumn(table.columns)
  if (!drawn || !session.tables.profile) return undefined
  const profile = unwrap(await session.tables.profile({ table: { ...table, columns: [drawn] }, sample: counted }))
  return profile.columns[0] && valueShares(profile.columns[0])
}

function tablesOf(run: RunView, looksAt: string | undefined): Map<string, TableRef> {
  const tables = new Map<string, TableRef>()
  if (!isEnded(run.state)) return tables
  for (const { node, table } of resultTables(run).slice(0, maxTables)) if (table.rows > 0) tables.set(node, table)
  const looked = looksAt === undefined ? undefined : run.nodes[looksAt]
  const [first] = Object.values(looked?.outputs ?? {}).flatMap((value) => (value.kind === 'table' ? [value.table] : []))
  if (looked && first && first.rows > 0) tables.set(looked.node, first)
  return tables
}
