import { defineNode, NodeError, type NodeDefinition } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import { z } from 'zod'

/** Expected columns of a CSV file with `id` and `name`. */
export const testPlan: LoadPlan = {
  format: 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: 1,
  columns: [
    { name: 'id', type: 'BIGINT', nulls: [] },
    { name: 'name', type: 'VARCHAR', nulls: [] },
  ],
  evidence: [],
}

const base = { family: 'tables', icon: 'table', version: 1 } as const
const table = { name: 'table', type: 'table' } as const

/** Reads a CSV file with the columns `id` and `name`. */
const read = defineNode({
  ...base,
  type: 'read',
  title: 'Read',
  description: 'Reads a CSV of id and name',
  inputs: [{ name: 'file', type: 'file' }],
  outputs: [table],
  settings: z.strictObject({}),
  describe: () => ({ outputs: {}, summary: 'Reads' }),
  async run({ inputs, key, tables, files, signal }) {
    const input = inputs.file
    const file = input?.kind === 'file' ? await files.open(input.dataset) : undefined
    if (!file)
      throw new NodeError('permanent', { code: 'read.no-file', severity: 'error', message: 'No file was passed.' })
    const loaded = await tables.load(file, testPlan, { id: `${key}_read`, signal })
    return { outputs: { table: { kind: 'table', table: loaded.table } } }
  },
})

/** Passes its table on, with the check result from `valid`. */
const check = defineNode({
  ...base,
  type: 'check',
  title: 'Check',
  description: 'Reports whether the table is valid',
  inputs: [{ ...table, required: true }],
  outputs: [table],
  settings: z.strictObject({ valid: z.boolean().default(true) }),
  describe: () => ({ outputs: {}, summary: 'Checks' }),
  run: async ({ inputs, settings }) => ({
    outputs: { table: inputs.table! },
    report: { kind: 'validate', report: { valid: settings.valid, rows: 2, rules: [] } },
  }),
})

/** Runs a workflow as a sub-workflow, by name. */
const subWorkflow = defineNode({
  ...base,
  type: 'within',
  title: 'Within',
  description: 'Runs another workflow',
  control: 'sub-workflow',
  inputs: [],
  outputs: [],
  settings: z.strictObject({ workflow: z.string() }),
  subWorkflow: ({ workflow }) => ({ name: workflow }),
  describe: () => ({ outputs: {}, summary: 'Runs another workflow' }),
  run: () => Promise.reject(new Error('The inner workflow runs instead of this node.')),
})

/** Fails with the message of its required setting. */
const fail = defineNode({
  ...base,
  type: 'fail',
  title: 'Fail',
  description: 'Fails',
  inputs: [table],
  outputs: [table],
  settings: z.strictObject({ message: z.string() }),
  describe: () => ({ outputs: {}, summary: 'Fails' }),
  run: async ({ settings }) => {
    throw new NodeError('permanent', {
      code: 'fail.asked',
      severity: 'error',
      message: settings.message,
      hint: 'Remove the node.',
    })
  },
})

/** Waits until the run is canceled. */
const wait = defineNode({
  ...base,
  type: 'wait',
  title: 'Wait',
  description: 'Waits forever',
  inputs: [table],
  outputs: [table],
  settings: z.strictObject({}),
  describe: () => ({ outputs: {}, summary: 'Waits' }),
  run: ({ signal, reportProgress }) =>
    new Promise((_resolve, reject) => {
      reportProgress(1, 4, 'steps', 'waiting')
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    }),
})

/** A node type that passes its table on when the gate is open. */
export function createGate(): { node: NodeDefinition; open(): void } {
  let resolveGate = (): void => undefined
  const isOpen = new Promise<void>((resolve) => (resolveGate = resolve))
  const node = defineNode({
    ...base,
    type: 'gate',
    title: 'Gate',
    description: 'Waits until it is open',
    inputs: [{ ...table, required: true }],
    outputs: [table],
    settings: z.strictObject({}),
    describe: () => ({ outputs: {}, summary: 'Waits' }),
    async run({ inputs, signal }) {
      const abortPromise = new Promise<never>((_, reject) => {
        const stop = (): void => reject(signal.reason)
        if (signal.aborted) stop()
        signal.addEventListener('abort', stop, { once: true })
      })
      await Promise.race([isOpen, abortPromise])
      return { outputs: { table: inputs.table! } }
    },
  })
  return { node, open: () => resolveGate() }
}

/** Small node types for tests of the server itself; the built-in ones have their own tests. */
export const testNodes: readonly NodeDefinition[] = [read, check, fail, wait, subWorkflow]
