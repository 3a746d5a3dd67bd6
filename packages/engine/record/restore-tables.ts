import { error, type RunEvent, type RunEventBody, type TableRef, type Values } from '@aw-flow/schema'
import { NodeError } from '../node-error.ts'
import type { Effect, SchedulerState } from '../scheduler/step.ts'
import { tablesOf } from '../results/results.ts'
import { instanceKey } from './instance-key.ts'
import { replayRecord } from './outstanding.ts'

type RunNode = Extract<Effect, { type: 'run-node' }>

/** How a node instance of a record came to tables: what was run, a turn of a loop too; nothing where they were given. */
export interface Making {
  effect: RunNode | undefined
  event: Extract<RunEventBody, { type: 'node-completed' | 'node-cached' | 'iteration-started' }>
}

export interface RestoreOptions {
  record: readonly RunEvent[]
  /** The state before the first event. */
  initial: SchedulerState
  has(table: string): boolean
  /** Runs a node instance again with what the record holds of its effects, doing nothing anew. */
  rerun(effect: RunNode): Promise<Values>
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
    if (!making?.effect) throw new NodeError('permanent', gone(table, making?.event.node))
    const missing = ready(making.effect.inputs)
    if (missing) await missing
    const outputs = await rerun(making.effect)
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

/** What made each table of a record: the first run of a node instance, or turn of it, that gave it. */
function findMakers(initial: SchedulerState, record: readonly RunEvent[]): Map<string, Making> {
  const starts = new Map<string, Extract<Effect, { type: 'start-node' }>>()
  const runs = new Map<string, RunNode>()
  const byTable = new Map<string, Making>()
  const made = (effect: RunNode | undefined, event: Making['event'], values: Values): void => {
    for (const { id } of tablesOf(values)) if (!byTable.has(id)) byTable.set(id, { effect, event })
  }
  replayRecord(initial, record, (event, effects) => {
    if (event.type === 'node-completed') made(runs.get(instanceKey(event)), event, event.outputs)
    if (event.type === 'iteration-started') made(runs.get(instanceKey(event)), event, event.values)
    if (event.type === 'node-cached') {
      const start = starts.get(instanceKey(event))
      const isGiven = event.from === 'pin' || event.from === 'part' || !start
      const { key, filled } = event
      made(
        isGiven ? undefined : { ...start, type: 'run-node', key, ...(filled ? { filled } : {}) },
        event,
        event.outputs,
      )
    }
    for (const effect of effects) {
      if (effect.type === 'start-node') starts.set(instanceKey(effect), effect)
      if (effect.type === 'run-node') runs.set(instanceKey(effect), effect)
    }
  })
  return byTable
}

const gone = ({ id, rows }: TableRef, node: string | undefined) =>
  error('table.gone', { rows, table: id.slice(0, 12), node: node ?? '' }, node === undefined ? {} : { where: { node } })
