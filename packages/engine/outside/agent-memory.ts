import type { Json, RunEvent } from '@aw-flow/schema'
import type { ExternalServices } from './outside.ts'

/** Identifies a conversation of an agent within a workflow. @beta */
export interface MemoryKey {
  /** The id of the node, preceded by the ids of the nodes that contain it: `sub/agent`. */
  agent: string
  /** The name of the conversation; empty if the agent has only one. */
  conversation: string
}

/**
 * The memory of a workflow's agents across its runs. The host binds it to a workspace and a workflow, so that a
 * document cannot name the memory of another one.
 *
 * @beta
 */
export interface AgentMemory {
  /** Returns the newest turns of a conversation, oldest first. The host limits their number. */
  read(key: MemoryKey): Promise<readonly Json[]>
  /**
   * Appends a turn.
   *
   * @param id Identifies the turn, so that a repeated call stores it once.
   */
  append(key: MemoryKey, id: string, turn: Json): Promise<void>
}

/** The memory of agents within a run; the engine provides it. @beta */
export interface RunMemory {
  /** Returns the turns of a conversation, oldest first. */
  read(key: MemoryKey): readonly Json[]
}

/** The maximum number of turns of a conversation that a host stores. @beta */
export const maxMemoryTurns = 200

/** Creates the memory of a run as a fold of its record; pass it every event. @internal */
export function createRunMemory(): RunMemory & { handleEvent(event: RunEvent): void } {
  const conversations = new Map<string, Json[]>()
  return {
    read: (key) => conversations.get(toName(key)) ?? [],
    handleEvent(event) {
      if (event.type !== 'effect-ended') return
      const stored = readStoredTurn(event.outcome)
      if (!stored) return
      const name = toName(stored.key)
      const turns = conversations.get(name) ?? []
      conversations.set(name, [...turns, stored.turn].slice(-maxMemoryTurns))
    },
  }
}

const toName = ({ agent, conversation }: MemoryKey): string => JSON.stringify([agent, conversation])

/** Reads the turn that an effect stored in the memory of the run. */
function readStoredTurn(outcome: unknown): { key: MemoryKey; turn: Json } | undefined {
  const { remembered } = (outcome ?? {}) as { remembered?: { key?: Partial<MemoryKey>; turn?: Json } }
  const { agent, conversation } = remembered?.key ?? {}
  if (typeof agent !== 'string' || typeof conversation !== 'string' || remembered?.turn === undefined) return undefined
  return { key: { agent, conversation }, turn: remembered.turn }
}

/**
 * Returns the name of an agent node in the memory: its id, preceded by the ids of the nodes that contain it. The
 * iterations of a loop share a memory.
 *
 * @internal
 */
export const createAgentPath = ({ scope, node }: { scope: readonly string[]; node: string }): string =>
  [...scope.map((part) => part.slice(0, part.lastIndexOf('#'))), node].join('/')

/** Returns services whose memory belongs to the agents of a workflow inside a node. */
export function nestMemory(services: ExternalServices, path: string): ExternalServices {
  const { models } = services
  if (!models?.memory && !models?.runMemory) return services
  const { memory, runMemory } = models
  const nest = (key: MemoryKey): MemoryKey => ({ ...key, agent: `${path}/${key.agent}` })
  return {
    ...services,
    models: {
      ...models,
      ...(memory && {
        memory: {
          read: (key) => memory.read(nest(key)),
          append: (key, id, turn) => memory.append(nest(key), id, turn),
        },
      }),
      ...(runMemory && { runMemory: { read: (key) => runMemory.read(nest(key)) } }),
    },
  }
}
