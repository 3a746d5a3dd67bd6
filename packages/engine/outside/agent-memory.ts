import type { Json, RunEvent } from '@aw-flow/schema'
import type { ExternalServices } from './outside.ts'

/** Identifies an agent's conversation within a workflow. @beta */
export interface MemoryKey {
  /** The node's id, preceded by the ids of the nodes that contain it, such as `sub/agent`. */
  agent: string
  /** The conversation's name. Empty if the agent has only one conversation. */
  conversation: string
}

/**
 * Memory of a workflow's agents that persists across runs. The host binds it to a workspace and a workflow, so that a
 * document cannot access another workflow's memory.
 *
 * @beta
 */
export interface AgentMemory {
  /** Returns the most recent turns of a conversation, oldest first. The host limits their number. */
  read(key: MemoryKey): Promise<readonly Json[]>
  /**
   * Appends a turn to a conversation.
   *
   * @param id Identifies the turn. Repeated calls with the same id store it only once.
   */
  append(key: MemoryKey, id: string, turn: Json): Promise<void>
}

/** Memory that agents share within a run, provided by the engine. @beta */
export interface RunMemory {
  /** Returns the turns of a conversation, oldest first. */
  read(key: MemoryKey): readonly Json[]
}

/** The maximum number of turns that a host stores per conversation. @beta */
export const maxMemoryTurns = 200

/** Creates a run's memory by folding the events of its record. Pass every event to `handleEvent`. @internal */
export function createRunMemory(): RunMemory & { handleEvent(event: RunEvent): void } {
  const conversations = new Map<string, Json[]>()
  return {
    read: (key) => conversations.get(toName(key)) ?? [],
    handleEvent(event) {
      if (event.type !== 'effect-ended') return
      const storedTurn = readStoredTurn(event.outcome)
      if (!storedTurn) return
      const name = toName(storedTurn.key)
      const turns = conversations.get(name) ?? []
      conversations.set(name, [...turns, storedTurn.turn].slice(-maxMemoryTurns))
    },
  }
}

const toName = ({ agent, conversation }: MemoryKey): string => JSON.stringify([agent, conversation])

/** Reads the turn that an effect's outcome stores in the run's memory. */
function readStoredTurn(outcome: unknown): { key: MemoryKey; turn: Json } | undefined {
  const { remembered } = (outcome ?? {}) as { remembered?: { key?: Partial<MemoryKey>; turn?: Json } }
  const { agent, conversation } = remembered?.key ?? {}
  if (typeof agent !== 'string' || typeof conversation !== 'string' || remembered?.turn === undefined) return undefined
  return { key: { agent, conversation }, turn: remembered.turn }
}

/**
 * Returns the name under which an agent's memory is stored: the node's id, preceded by the ids of the nodes that
 * contain it. All iterations of a loop share one memory.
 *
 * @internal
 */
export const createAgentPath = ({ scope, node }: { scope: readonly string[]; node: string }): string =>
  [...scope.map((scopeSegment) => scopeSegment.slice(0, scopeSegment.lastIndexOf('#'))), node].join('/')

/** Returns services whose memory is scoped to the agents of a workflow nested in a node. */
export function nestMemory(services: ExternalServices, path: string): ExternalServices {
  const { models } = services
  if (!models?.memory && !models?.runMemory) return services
  const { memory, runMemory } = models
  const addPathPrefix = (key: MemoryKey): MemoryKey => ({ ...key, agent: `${path}/${key.agent}` })
  return {
    ...services,
    models: {
      ...models,
      ...(memory && {
        memory: {
          read: (key) => memory.read(addPathPrefix(key)),
          append: (key, id, turn) => memory.append(addPathPrefix(key), id, turn),
        },
      }),
      ...(runMemory && { runMemory: { read: (key) => runMemory.read(addPathPrefix(key)) } }),
    },
  }
}
