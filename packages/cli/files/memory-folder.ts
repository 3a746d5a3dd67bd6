import { digestJson, maxMemoryTurns, type AgentMemory, type MemoryKey } from '@aw-flow/engine'
import type { Json } from '@aw-flow/schema'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Opens a folder in which a workflow's agents store their memory between runs. Each conversation is a file with one
 * JSON object per line. Incomplete lines are skipped.
 *
 * @param workflowName Name of the workflow.
 */
export function openMemoryFolder(folder: string, workflowName: string): AgentMemory {
  const toPath = ({ agent, conversation }: MemoryKey): string =>
    join(folder, `${digestJson([workflowName, agent, conversation])}.jsonl`)
  const readTurns = async (key: MemoryKey): Promise<{ id: string; turn: Json }[]> => {
    const text = await readFile(toPath(key), 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return ''
      throw cause
    })
    const turnsById = new Map<string, { id: string; turn: Json }>()
    for (const line of text.split('\n')) {
      const storedTurn = parseLine(line)
      if (storedTurn && !turnsById.has(storedTurn.id)) turnsById.set(storedTurn.id, storedTurn)
    }
    return [...turnsById.values()]
  }
  return {
    read: async (key) => (await readTurns(key)).slice(-maxMemoryTurns).map(({ turn }) => turn),
    async append(key, id, turn) {
      await mkdir(folder, { recursive: true })
      // Starts with a line break, because writing the previous line may have been interrupted.
      await appendFile(
        toPath(key),
        `\n${JSON.stringify({ agent: key.agent, conversation: key.conversation, id, turn })}\n`,
      )
    },
  }
}

function parseLine(line: string): { id: string; turn: Json } | undefined {
  try {
    const { id, turn } = JSON.parse(line) as { id?: unknown; turn?: Json }
    return typeof id === 'string' && turn !== undefined ? { id, turn } : undefined
  } catch {
    return undefined
  }
}
