import {
  createTurn,
  getTurnText,
  rankTurns,
  parseTurns,
  selectNewestTurns,
  selectTurns,
  type ModelMessage,
} from '@aw-flow/agents'
import { createAgentPath, digestJson, NodeError, type MemoryKey, type RunArguments } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import type { AgentSettings } from './agent-settings.ts'

/** The memory of an agent, opened for one task. */
export interface OpenedMemory {
  /** Returns the messages from earlier turns, to be placed before the task message. */
  recall(task: string): Promise<readonly ModelMessage[]>
  /** Stores the messages of the task as a new turn. */
  remember(messages: readonly ModelMessage[]): Promise<void>
}

/**
 * Opens the memory that the settings select, or returns `undefined` if they select none. Reads and writes are recorded
 * as effects, so a resumed run continues the same conversation and stores each turn only once.
 *
 * @throws NodeError `permanent` if the host does not provide the selected kind of memory.
 */
export function openMemory(args: RunArguments<AgentSettings>): OpenedMemory | undefined {
  const { settings, node, services, effect, tables, signal } = args
  const { memory: kind, conversation, memoryTokens } = settings
  if (kind === 'none') return undefined
  const { memory: storedMemory, runMemory } = services.models ?? {}
  if (kind === 'run' ? !runMemory : !storedMemory)
    throw new NodeError('permanent', error('agent.no-memory', {}, { where: { node, setting: 'memory' } }))
  const key: MemoryKey = { agent: createAgentPath(args), conversation: conversation.trim() }
  const request = { memory: kind, ...key }

  /** Reads the turns to show to the model. Only these turns are recorded. */
  const readSelectedTurns = async (task: string): Promise<Json[]> => {
    const turns = parseTurns(kind === 'run' ? runMemory!.read(key) : await storedMemory!.read(key))
    const selectedTurns =
      kind === 'table'
        ? selectTurns(turns, await rankTurns(turns.map(getTurnText), task, { tables, signal }), memoryTokens)
        : selectNewestTurns(turns, memoryTokens)
    return selectedTurns as unknown as Json[]
  }

  return {
    async recall(task) {
      const { turns } = await effect('recall', request, async () => ({ turns: await readSelectedTurns(task) }), {
        unknownOutcome: 'retry',
      })
      return parseTurns(turns).flatMap(({ messages }) => messages)
    },

    async remember(messages) {
      const turn = createTurn(messages) as unknown as Json
      await effect(
        'remember',
        { ...request, turn: digestJson(turn) },
        async ({ idempotencyKey }) => {
          if (kind === 'run') return { remembered: { key: { ...key }, turn } }
          await storedMemory!.append(key, idempotencyKey, turn)
          return { stored: true }
        },
        { unknownOutcome: 'retry' },
      )
    },
  }
}
