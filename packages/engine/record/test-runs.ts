import {
  foldRun,
  readWorkflow,
  type Json,
  type RunEvent,
  type RunView,
  type Value,
  type Workflow,
} from '@aw-flow/schema'
import { z } from 'zod'
import { createCatalog, type Catalog } from '../node/catalog.ts'
import { systemClock, type Clock } from '../clock.ts'
import { defineNode, type RunArguments } from '../node/define-node.ts'
import type { Tables } from '../tables.ts'
import { createNode } from '../../../test/create-node.ts'

/** The number of times that a test performed each effect, keyed by idempotency key. */
export type EffectCounts = Map<string, number>

type Behavior = (args: RunArguments<{ n: number; effects: number }>) => Promise<void> | void

/** Creates a fake `Tables` object that stores only the ids of existing tables. */
export function createFakeTables(): Tables & { readonly createdIds: string[] } {
  const ids = new Set<string>()
  const createdIds: string[] = []
  const implementedMethods = {
    createdIds,
    has: (id: string) => ids.has(id),
    async create(_: unknown, { id }: { id: string }) {
      ids.add(id)
      createdIds.push(id)
      return { id, columns: [{ name: 'num1', type: 'BIGINT' }], rows: 10 }
    },
    async drop(id: string) {
      ids.delete(id)
    },
  }
  return new Proxy(implementedMethods as unknown as Tables & { createdIds: string[] }, {
    get: (target, name) => {
      if (name in target) return target[name as keyof Tables]
      throw new Error(`Tables: ${String(name)} was called.`)
    },
  })
}

const noFiles = { open: () => Promise.resolve(undefined) }

/** A clock that does not advance; sleeping takes no time. */
export const fixedClock: Clock = {
  now: () => 1_000,
  elapsed: () => 0,
  sleep: (_, signal) => Promise.resolve(signal.throwIfAborted()),
}

/**
 * Creates a catalog of three node types: `add` sums its inputs, its number, and the results of `effects` effects;
 * `make` creates a table; `weigh` adds the row count of its input table to the sum.
 */
export function createTestCatalog(
  effectCounts: EffectCounts = new Map(),
  behaviors: Record<string, Behavior> = {},
): Catalog {
  const settings = z.object({ n: z.number().default(1), effects: z.number().default(0) })
  const inputs = ['a', 'b'].map((name) => ({ name, type: 'json' as const }))
  const commonFields = { version: 1, family: 'logic', title: 'Test', description: 'For tests', icon: 'plus' } as const
  const sum = async (args: RunArguments<z.output<typeof settings>>): Promise<number> => {
    await behaviors[args.node]?.(args)
    let total = args.settings.n
    for (const value of Object.values(args.inputs)) if (value.kind === 'json') total += Number(value.json)
    for (let index = 0; index < args.settings.effects; index++) {
      total += await args.effect('count', { node: args.node, index }, async ({ idempotencyKey }) => {
        const performCount = (effectCounts.get(idempotencyKey) ?? 0) + 1
        effectCounts.set(idempotencyKey, performCount)
        return 100
      })
    }
    return total
  }
  const createJsonValue = (value: Json): Value => ({ kind: 'json', json: value })
  return createCatalog([
    defineNode({
      ...commonFields,
      type: 'add',
      inputs,
      outputs: [{ name: 'sum', type: 'json' }],
      settings,
      describe: () => ({ outputs: {}, summary: '' }),
      run: async (args) => ({ outputs: { sum: createJsonValue(await sum(args)) } }),
    }),
    defineNode({
      ...commonFields,
      type: 'make',
      inputs,
      outputs: [{ name: 'table', type: 'table' }],
      settings,
      describe: () => ({ outputs: {}, summary: '' }),
      async run(args) {
        await sum(args)
        const table = await args.tables.create({ text: '' } as never, { id: `${args.key}_made` })
        return { outputs: { table: { kind: 'table', table } } }
      },
    }),
    defineNode({
      ...commonFields,
      type: 'weigh',
      inputs: [{ name: 'table', type: 'table', required: true }, ...inputs],
      outputs: [
        { name: 'sum', type: 'json' },
        { name: 'table', type: 'table' },
      ],
      settings,
      describe: () => ({ outputs: {}, summary: '' }),
      async run(args) {
        const { table } = args.inputs
        if (table?.kind !== 'table' || !args.tables.has(table.table.id)) throw new Error('The table does not exist.')
        return { outputs: { sum: createJsonValue((await sum(args)) + table.table.rows), table } }
      },
    }),
  ])
}

/** Creates the options for all test runs, except the workflow and the catalog. */
export const createTestRunOptions = (tables: Tables = createFakeTables(), clock: Clock = fixedClock) => ({
  tables,
  files: noFiles,
  clock,
  signal: new AbortController().signal,
})

export const realClock = systemClock

/** Creates a workflow of test nodes; the default port of edges is `a`. */
export function createTestWorkflow(
  nodes: { id: string; type?: string; config?: Record<string, Json> }[],
  edges: [from: string, to: string, port?: string][],
): Workflow {
  const { workflow, problems } = readWorkflow({
    name: 'test',
    nodes: nodes.map(({ id, type = 'add', config = {} }) => createNode(id, type, config)),
    edges: edges.map(([source, target, targetHandle = 'a'], n) => ({ id: `e${n}`, source, target, targetHandle })),
  })
  if (!workflow) throw new Error(problems[0]?.code)
  // Returns a copy that tests can modify, because `readWorkflow` returns a frozen object.
  return structuredClone(workflow)
}

/** Summarizes a run without its times and interruptions. */
export function summarizeRun(events: readonly RunEvent[]): unknown {
  const view: RunView = foldRun(events)
  return {
    state: view.state,
    nodes: Object.fromEntries(
      Object.entries(view.nodes).map(([id, { state, outputs, key, error, reason, attempt }]) => [
        id,
        { state, outputs, key, error, reason, attempt },
      ]),
    ),
  }
}
