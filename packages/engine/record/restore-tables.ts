import { error, type Config, type RunEvent, type TableRef, type Values } from '@aw-flow/schema'
import { NodeError } from '../node-error.ts'
import type { Effect, SchedulerState } from '../scheduler/step.ts'
import { tablesOf } from '../results/results.ts'
import { instanceKey } from './instance-key.ts'
import { replayRecord } from './outstanding.ts'

type StartNode = Extract<Effect, { type: 'start-node' }>

/** How a node instance of a record came to its outputs. */
export interface Making {
  start: StartNode
  key: string
  /** The one that completed. */
  attempt: number
  /** The settings as they were filled then. */
  filled: Config | undefined
  event: Extract<RunEvent, { type: 'node-completed' | 'node-cached' | 'node-waiting' }>
}

export interface RestoreOptions {
  record: readonly RunEvent[]
  /** The state before the first event. */
  initial: SchedulerState
  has(table: string): boolean
  /** Runs a node instance again with what the record holds of its effects, doing nothing anew. */
  rerun(making: Making): Promise<Values>
}

export interface TableRestorer {
  /**
   * Makes the tables among these values that are not there any more, from their derivation. Answers nothing where all are
   * there. Rejects with a `NodeError` that names what cannot be made.
   */
  ready(values: Values): Promise<void> | undefined
}

/** Tables are kept by derivation only: whoever needs one that is gone has it made again, down to the datasets. */
export function createTableRestorer({ record, initial, has, rerun }: RestoreOptions): TableRestorer {
  const under = new Map<string, Promise<void>>()
  let makers: { length: number; byTable: Map<string, Making> } | undefined

  const makerOf = (id: string): Making | undefined => {
    // The record grows while the run goes on.
    if (makers?.length !== record.length) makers = { length: record.length, byTable: findMakers(initial, record) }
    return makers.byTable.get(id)
  }

  const restore = async (table: TableRef): Promise<void> => {
    const making = makerOf(table.id)
    if (!making || (making.event.type === 'node-cached' && ['pin', 'part'].includes(making.event.from))) {
      throw new NodeError('permanent', gone(table, making?.event.node))
    }
    const missing = ready(making.start.inputs)
    if (missing) await missing
    const outputs = await rerun(making)
    if (tablesOf(outputs).some(({ id }) => id === table.id) && has(table.id)) return
    throw new NodeError('permanent', gone(table, making.event.node))
  }

  const ready = (values: Values): Promise<void> | undefined => {
    let missing: TableRef[] | undefined
    for (const table of tablesOf(values)) if (!has(table.id)) (missing ??= []).push(table)
    if (!missing) return undefined
    const restoring = missing.map((table) => {
      const before = under.get(table.id)
      if (before) return before
      const work = restore(table).finally(() => under.delete(table.id))
      under.set(table.id, work)
      return work
    })
    return Promise.all(restoring).then(() => undefined)
  }
  return { ready }
}

/** Which node instance made each table of a record: the first that gave it. */
function findMakers(initial: SchedulerState, record: readonly RunEvent[]): Map<string, Making> {
  const starts = new Map<string, StartNode>()
  const began = new Map<string, { key: string; attempt: number; filled?: Config | undefined }>()
  const byTable = new Map<string, Making>()
  replayRecord(initial, record, (event, effects) => {
    if (event.type === 'node-started') began.set(instanceKey(event), event)
    if (event.type === 'node-cached') began.set(instanceKey(event), { key: event.key, attempt: 1 })
    if (event.type === 'node-completed' || event.type === 'node-cached') {
      const start = starts.get(instanceKey(event))
      const begin = began.get(instanceKey(event))
      if (start && begin) {
        const { key, attempt, filled } = begin
        for (const { id } of tablesOf(event.outputs)) {
          if (!byTable.has(id)) byTable.set(id, { start, key, attempt, filled, event: event as Making['event'] })
        }
      }
    }
    for (const effect of effects) if (effect.type === 'start-node') starts.set(instanceKey(effect), effect)
  })
  return byTable
}

const gone = ({ id, rows }: TableRef, node: string | undefined) =>
  error(
    'table.gone',
    `A table of ${rows} rows (${id.slice(0, 12)}) is not here any more and cannot be made again${node === undefined ? '' : ` by "${node}"`}.`,
    {
      ...(node === undefined ? {} : { where: { node } }),
      hint: 'Run the node that made it again; where it was pinned, take the pin away first.',
    },
  )
