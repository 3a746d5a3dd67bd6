import {
  createTurn,
  getTurnText,
  rankTurns,
  readTurns,
  selectNewestTurns,
  selectTurns,
  type ModelMessage,
} from '@aw-flow/agents'
import { createAgentPath, digestJson, NodeError, type MemoryKey, type RunArguments } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import type { AgentSettings } from './agent-settings.ts'

/** The memory of an agent during its task. */
export interface OpenedMemory {
  /** Returns the messages of earlier turns that belong before a task. */
  recall(task: string): Promise<readonly ModelMessage[]>
  /** Stores the messages of the task. */
  remember(messages: readonly ModelMessage[]): Promise<void>
}

/**
 * Opens the memory that is selected in the settings; `undefined` for none. Reads and writes are part of the run record,
 * so that a resumed run continues with the same conversation and stores each turn only once.
 *
 * @throws NodeError `permanent` if the host stores no memory across runs.
 */
export function openMemory(args: RunArguments<AgentSettings>): OpenedMemory | undefined {
  const { settings, node, services, effect, tables, signal } = args
  const { memory: kind, conversation, memoryTokens } = settings
  if (kind === 'none') return undefined
  const { memory: stored, runMemory } = services.models ?? {}
  if (kind === 'run' ? !runMemory : !stored)
    throw new NodeError('permanent', error('agent.no-memory', {}, { where: { node, setting: 'memory' } }))
  const key: MemoryKey = { agent: createAgentPath(args), conversation: conversation.trim() }
  const request = { memory: kind, ...key }

  /** Selects the turns that the model sees; only these are recorded. */
  const select = async (task: string): Promise<Json[]> => {
    const turns = readTurns(kind === 'run' ? runMemory!.read(key) : await stored!.read(key))
    const selected =
      kind === 'table'
        ? selectTurns(turns, await rankTurns(turns.map(getTurnText), task, { tables, signal }), memoryTokens)
        : selectNewestTurns(turns, memoryTokens)
    return selected as unknown as Json[]
  }

  return {
    async recall(task) {
      const { turns } = await effect('recall', request, async () => ({ turns: await select(task) }), {
        unknown: 'retry',
      })
      return readTurns(turns).flatMap(({ messages }) => messages)
    },

    async remember(messages) {
      const turn = createTurn(messages) as unknown as Json
      await effect(
        'remember',
        { ...request, turn: digestJson(turn) },
        async ({ idempotencyKey }) => {
          if (kind === 'run') return { remembered: { key: { ...key }, turn } }
          await stored!.append(key, idempotencyKey, turn)
          return { stored: true }
        },
        { unknown: 'retry' },
      )
    },
  }
}
