import {
  jsonSchema,
  problemSchema,
  readWorkflow,
  defined,
  type Conflict,
  type Problem,
  type Workflow,
} from '@aw-flow/schema'
import type { StoredCopy } from '@aw-flow/schema/sync'
import type { IDBPDatabase } from 'idb'
import { z } from 'zod'
import type { DatabaseSchema } from './database-schema.ts'
import { readEntries, writeTransaction } from './transactions.ts'
import { describeStorageItem, toWriteProblem } from './storage-problem.ts'

/** The inputs of a merge with a server's document. The conflicts are computed from them. */
export interface MergeInputs {
  base: Workflow
  ours: Workflow
  theirs: Workflow
}

/** A copy of a live document, and the epoch that it belongs to. */
export interface StoredLiveCopy {
  readonly epoch: string
  readonly copy: StoredCopy
}

/** The synchronization state of a document with a server. */
export interface SyncState {
  /** The latest local revision that the server has. Later revisions are pending. 0 if the server has none. */
  revision: number
  /** The document at its last synchronization, which is the base of the next merge. */
  base?: Workflow
  /** The server's ETag of `base`. */
  tag?: string
  /** Why the last attempt to send the document failed. */
  problem?: Problem
  /** Whether the server rejected the document, so that only an edit or a new page sends it again. */
  isRejected?: true
  /** Whether the document was deleted in the browser, and the server does not know it yet. */
  isRemoved?: true
  /** The merges that no session has shown yet. */
  merges?: readonly MergeInputs[]
  /** The conflicts of merges that the user has not dismissed. */
  conflicts?: readonly Conflict[]
  /** The copy of a page whose edits the server did not have when the document was stored. The next page continues. */
  live?: StoredLiveCopy
  /** The copy of a page that lost the connection. The server may have its pending edits. They are part of the next merge. */
  sent?: StoredCopy
}

/** The synchronization states of documents, keyed by server and document id. */
export interface SyncStates {
  get(server: string, id: string): Promise<SyncState | undefined>
  list(server: string): Promise<ReadonlyMap<string, SyncState>>
  /** Replaces a state in one transaction. `change` is pure. If it returns `undefined`, the state is removed. */
  update(
    server: string,
    id: string,
    change: (state: SyncState | undefined) => SyncState | undefined,
  ): Promise<Problem | undefined>
}

const leafChangeSchema = z.object({ leaf: z.string(), value: jsonSchema.optional() })
const copySchema = z.object({
  client: z.string(),
  seq: z.number().int(),
  nextNumber: z.number().int(),
  pending: z.array(z.object({ number: z.number().int(), clock: z.number().int(), changes: z.array(leafChangeSchema) })),
  leaves: z.array(leafChangeSchema.extend({ seq: z.number().int().optional(), client: z.string().optional() })),
})

const edgesSchema = z.array(z.looseObject({ id: z.string(), source: z.string(), target: z.string() }))
const conflictSchema = z.object({
  workflowPath: z.array(z.object({ node: z.string(), setting: z.string() })),
  path: z.array(z.string()),
  base: jsonSchema.optional(),
  ours: jsonSchema.optional(),
  theirs: jsonSchema.optional(),
  edges: z.object({ ours: edgesSchema, theirs: edgesSchema }).optional(),
})

const stateSchema = z.object({
  revision: z.number().int(),
  base: z.unknown().optional(),
  tag: z.string().optional(),
  problem: problemSchema.optional(),
  isRejected: z.literal(true).optional(),
  isRemoved: z.literal(true).optional(),
  merges: z.array(z.object({ base: z.unknown(), ours: z.unknown(), theirs: z.unknown() })).optional(),
  conflicts: z.array(conflictSchema).optional().catch(undefined),
  live: z.object({ epoch: z.string(), copy: copySchema }).optional().catch(undefined),
  sent: copySchema.optional().catch(undefined),
})

/** Parses a stored state. An unreadable state is ignored: its document is then merged without a base. */
function parseState(value: unknown): SyncState | undefined {
  const parsed = stateSchema.safeParse(value)
  if (!parsed.success) return undefined
  const { revision, tag, problem, isRejected, isRemoved, conflicts, live, sent } = parsed.data
  const { workflow: base } = readWorkflow(parsed.data.base)
  const merges = (parsed.data.merges ?? []).flatMap((inputs): MergeInputs[] => {
    const [mergeBase, ours, theirs] = [inputs.base, inputs.ours, inputs.theirs].map(
      (side) => readWorkflow(side).workflow,
    )
    return mergeBase && ours && theirs ? [{ base: mergeBase, ours, theirs }] : []
  })
  return {
    revision,
    ...defined({ base }),
    ...(base && tag !== undefined ? { tag } : {}),
    ...defined({ problem }),
    ...(isRejected ? { isRejected } : {}),
    ...(isRemoved ? { isRemoved } : {}),
    ...(merges.length > 0 ? { merges } : {}),
    ...(conflicts ? { conflicts: conflicts as readonly Conflict[] } : {}),
    ...(live ? { live: live as StoredLiveCopy } : {}),
    ...(sent ? { sent: sent as StoredCopy } : {}),
  }
}

export function createMemorySyncStates(onChange: (id: string) => void): SyncStates {
  const states = new Map<string, Map<string, SyncState>>()
  return {
    get: async (server, id) => states.get(server)?.get(id),
    list: async (server) => new Map(states.get(server)),
    async update(server, id, change) {
      const serverStates = states.get(server) ?? new Map<string, SyncState>()
      states.set(server, serverStates)
      const state = change(serverStates.get(id))
      if (state) serverStates.set(id, state)
      else serverStates.delete(id)
      onChange(id)
      return undefined
    },
  }
}

export function createDiskSyncStates(
  database: IDBPDatabase<DatabaseSchema>,
  onChange: (id: string) => void,
): SyncStates {
  return {
    // Without a readable state, the document is treated like one that was never synchronized; nothing is overwritten.
    get: async (server, id) => parseState(await database.get('sync-states', [server, id]).catch(() => undefined)),
    async list(server) {
      const range = IDBKeyRange.bound([server], [server, []])
      try {
        const entries = await readEntries(database, 'sync-states', range)
        return new Map(
          entries.flatMap(({ key: [, id], value }) => {
            const state = parseState(value)
            return state ? [[id, state] as const] : []
          }),
        )
      } catch {
        // If the database is closed, as by a sign-out, the list is empty. The next write reports the problem.
        return new Map()
      }
    },
    async update(server, id, change) {
      try {
        await writeTransaction(database, ['sync-states'], async ({ store }) => {
          const state = change(parseState(await store.get([server, id])))
          await (state ? store.put(state, [server, id]) : store.delete([server, id]))
        })
        onChange(id)
        return undefined
      } catch (cause) {
        return toWriteProblem(cause, describeStorageItem('workflow', id))
      }
    },
  }
}

/** Combines the states on disk with those that could not be written to disk. */
export function withMemorySyncStates(disk: SyncStates, memory: SyncStates): SyncStates {
  return {
    get: async (server, id) => (await memory.get(server, id)) ?? disk.get(server, id),
    list: async (server) => new Map([...(await disk.list(server)), ...(await memory.list(server))]),
    async update(server, id, change) {
      const inMemory = await memory.get(server, id)
      const problem = await disk.update(server, id, (stored) => change(inMemory ?? stored))
      if (problem) {
        const stored = inMemory ?? (await disk.get(server, id))
        await memory.update(server, id, () => change(stored))
      } else if (inMemory) {
        await memory.update(server, id, () => undefined)
      }
      return problem
    },
  }
}
