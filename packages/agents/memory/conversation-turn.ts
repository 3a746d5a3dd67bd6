import { z } from 'zod'
import type { ModelMessage } from '../language-model/language-model.ts'

const toolCallSchema = z.object({ id: z.string(), name: z.string(), arguments: z.string() })

const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('user'), content: z.string() }),
  z.object({ role: z.literal('assistant'), content: z.string(), toolCalls: z.array(toolCallSchema).optional() }),
  z.object({ role: z.literal('tool'), content: z.string(), call: z.string(), isError: z.boolean().optional() }),
])

const turnSchema = z.object({ messages: z.array(messageSchema) })

/** A task for an agent and the messages up to its answer. Each tool call is followed by its result. @internal */
export interface ConversationTurn {
  messages: readonly ModelMessage[]
}

/** Parses stored turns. Turns in an unknown format are omitted. @internal */
export const parseTurns = (storedTurns: readonly unknown[]): ConversationTurn[] =>
  storedTurns.flatMap((value) => {
    const parsed = turnSchema.safeParse(value)
    return parsed.success ? [parsed.data as ConversationTurn] : []
  })

/** Maximum size of a stored turn, in characters of JSON. */
const maxTurnLength = 50_000

/**
 * Creates the turn that is stored. It consists of a task message and the messages that follow it. Tool calls without a
 * result are omitted. If the turn is too large, all tool calls and their results are omitted.
 *
 * @internal
 */
export function createTurn(messages: readonly ModelMessage[]): ConversationTurn {
  const steps = groupIntoSteps(messages.filter(({ role }) => role !== 'system')).filter(isComplete)
  const completeMessages = steps.flat()
  if (JSON.stringify(completeMessages).length <= maxTurnLength) return { messages: completeMessages }
  const textMessages = steps.filter(([first]) => first!.role === 'user' || !hasToolCalls(first!)).flat()
  return {
    messages: textMessages.map((message) => ({ ...message, content: message.content.slice(0, maxTurnLength / 4) })),
  }
}

/**
 * Groups each message with the tool results that follow it. Results are not matched by call ID, because IDs may repeat
 * in a conversation.
 */
function groupIntoSteps(messages: readonly ModelMessage[]): ModelMessage[][] {
  const steps: ModelMessage[][] = []
  for (const message of messages) {
    if (message.role === 'tool') steps.at(-1)?.push(message)
    else steps.push([message])
  }
  return steps
}

const hasToolCalls = (message: ModelMessage): boolean =>
  message.role === 'assistant' && Boolean(message.toolCalls?.length)

/** Returns whether each tool call of a step has a result. */
const isComplete = ([first, ...results]: readonly ModelMessage[]): boolean =>
  first!.role !== 'assistant' ||
  (first!.toolCalls ?? []).every(({ id }) => results.some((result) => result.role === 'tool' && result.call === id))

/** Returns the text of a turn (the task and the agent's messages) without tool results. @internal */
export const getTurnText = ({ messages }: ConversationTurn): string =>
  messages
    .filter(({ role }) => role !== 'tool')
    .map(({ content }) => content)
    .join('\n')
