import { error, type RunEvent, type RunEventBody, type TableRef, type Values } from '@aw-flow/schema'
import { NodeError } from '../node/node-error.ts'
import type { Effect, SchedulerState } from '../scheduler/step.ts'
import { listTables } from '../results/results.ts'
import { createInstanceKey } from './instance-key.ts'
import { replayRecord } from './outstanding-effects.ts'

type RunNodeEffect = Extract<Effect, { type: 'run-node' }>

/**
 * The origin of a table in a record: the effect that ran the node or continuation, and the event with its outputs.
 * `effect` is `undefined` if the table was provided rather than computed in this run.
 */
export interface TableOrigin {
  effect: RunNodeEffect | undefined
  event: Extract<RunEventBody, { type: 'node-completed' | 'node-cached' | 'iteration-started' }>
}

export interface RestoreOptions {
  record: readonly RunEvent[]
  /** The state before the run's first event. */
  initialState: SchedulerState
  hasTable(tableId: string): boolean
  /** Runs a node instance again with its recorded effects, without performing any. */
  rerun(effect: RunNodeEffect): Promise<Values>
}

/**
 * Creates a restorer, which recomputes missing tables and the tables that they are derived from, down to the datasets.
 */
export function createTableRestorer({ record, initialState, hasTable, rerun }: RestoreOptions) {
  const pendingRestorations = new Map<string, Promise<void>>()
  let cachedOrigins: { length: number; originsByTable: Map<string, TableOrigin> } | undefined

  const findOrigin = (id: string): TableOrigin | undefined => {
    // The record grows during the run.
    if (cachedOrigins?.length !== record.length)
      cachedOrigins = { length: record.length, originsByTable: findOrigins(initialState, record) }
    return cachedOrigins.originsByTable.get(id)
  }

  const restore = async (table: TableRef): Promise<void> => {
    const origin = findOrigin(table.id)
    if (!origin?.effect) throw new NodeError('permanent', createMissingTableProblem(table, origin?.event.node))
    const restoration = ensureTables(origin.effect.inputs)
    if (restoration) await restoration
    const outputs = await rerun(origin.effect)
    if (listTables(outputs).some(({ id }) => id === table.id) && hasTable(table.id)) return
    throw new NodeError('permanent', createMissingTableProblem(table, origin.event.node))
  }

  const ensureTables = (values: Values): Promise<void> | undefined => {
    let missingTables: TableRef[] | undefined
    for (const table of listTables(values)) if (!hasTable(table.id)) (missingTables ??= []).push(table)
    if (!missingTables) return undefined
    const restorations = missingTables.map((table) => {
      const pending = pendingRestorations.get(table.id)
      if (pending) return pending
      const restoration = restore(table).finally(() => pendingRestorations.delete(table.id))
      pendingRestorations.set(table.id, restoration)
      return restoration
    })
    return Promise.all(restorations).then(() => undefined)
  }
  return {
    /**
     * Recomputes missing tables among the values. Returns `undefined` if all tables exist. Rejects with a `NodeError`
     * that names the table if one cannot be recomputed.
     */
    ensureTables,
  }
}

/**
 * Returns the origin of each table in a record, keyed by table id: the first node run or continuation that returned it.
 */
function findOrigins(initialState: SchedulerState, record: readonly RunEvent[]): Map<string, TableOrigin> {
  const startEffects = new Map<string, Extract<Effect, { type: 'start-node' }>>()
  const runEffects = new Map<string, RunNodeEffect>()
  const originsByTable = new Map<string, TableOrigin>()
  const addOrigins = (effect: RunNodeEffect | undefined, event: TableOrigin['event'], values: Values): void => {
    for (const { id } of listTables(values)) if (!originsByTable.has(id)) originsByTable.set(id, { effect, event })
  }
  replayRecord(initialState, record, (event, effects) => {
    if (event.type === 'node-completed') addOrigins(runEffects.get(createInstanceKey(event)), event, event.outputs)
    if (event.type === 'iteration-started') addOrigins(runEffects.get(createInstanceKey(event)), event, event.values)
    if (event.type === 'node-cached') {
      const start = startEffects.get(createInstanceKey(event))
      const isProvided = event.from === 'pin' || event.from === 'part' || !start
      const { key, filled } = event
      addOrigins(
        isProvided ? undefined : { ...start, type: 'run-node', key, ...(filled ? { filled } : {}) },
        event,
        event.outputs,
      )
    }
    for (const effect of effects) {
      if (effect.type === 'start-node') startEffects.set(createInstanceKey(effect), effect)
      if (effect.type === 'run-node') runEffects.set(createInstanceKey(effect), effect)
    }
  })
  return originsByTable
}

const createMissingTableProblem = ({ id, rows }: TableRef, node: string | undefined) =>
  error(
    'table.missing',
    { rows, table: id.slice(0, 12), node: node ?? '' },
    node === undefined ? {} : { where: { node } },
  )
