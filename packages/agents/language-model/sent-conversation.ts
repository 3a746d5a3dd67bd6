import type { ModelMessage, ToolCall } from './language-model.ts'

/**
 * Returns a conversation in a form that all services accept. Services reject tool calls whose arguments are not a JSON
 * object, and several calls with the same ID, both of which models write.
 */
export function toSentConversation(messages: readonly ModelMessage[]): ModelMessage[] {
  const usedIds = new Set<string>()
  /** The sent IDs of calls without a result, keyed by the model's ID, in order. */
  const openCalls = new Map<string, string[]>()
  const toSentCall = (call: ToolCall): ToolCall => {
    let id = call.id
    for (let number = 2; usedIds.has(id); number++) id = `${call.id}-${number}`
    usedIds.add(id)
    openCalls.set(call.id, [...(openCalls.get(call.id) ?? []), id])
    return { ...call, id, arguments: toObjectJson(call.arguments) }
  }
  return messages.map((message): ModelMessage => {
    if (message.role === 'tool') return { ...message, call: openCalls.get(message.call)?.shift() ?? message.call }
    if (message.role !== 'assistant' || !message.toolCalls?.length) return message
    return { ...message, toolCalls: message.toolCalls.map(toSentCall) }
  })
}

/**
 * Returns the arguments of a call as an object in JSON. Other values and invalid JSON are wrapped in one; valid arguments
 * are returned unchanged, with all digits of their numbers.
 */
function toObjectJson(json: string): string {
  try {
    const value: unknown = JSON.parse(json)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? json : JSON.stringify({ value })
  } catch {
    return JSON.stringify({ text: json })
  }
}
