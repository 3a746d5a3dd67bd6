import type { ModelMessage, ToolCall } from './language-model.ts'

/**
 * Returns a conversation in a form that all services accept. Services reject what models write and what a cut leaves:
 * arguments that are not a JSON object, several calls with the same ID, names and IDs with other characters, blank
 * messages, results without a call, and calls without a result.
 */
export function toSentConversation(messages: readonly ModelMessage[]): ModelMessage[] {
  const usedIds = new Set<string>()
  /** The sent IDs of calls without a result, keyed by the model's ID, in order. */
  const openCalls = new Map<string, string[]>()
  const toSentCall = (call: ToolCall): ToolCall => {
    const preferredId = toName(call.id) || 'call'
    let id = preferredId
    for (let number = 2; usedIds.has(id); number++) id = `${preferredId.slice(0, 58)}-${number}`
    usedIds.add(id)
    openCalls.set(call.id, [...(openCalls.get(call.id) ?? []), id])
    return { id, name: toName(call.name) || 'unknown', arguments: toObjectJson(call.arguments) }
  }
  const sent: ModelMessage[] = []
  const closeCalls = (): void => {
    for (const call of [...openCalls.values()].flat())
      sent.push({ role: 'tool', call, content: 'The call has no result.', isError: true })
    openCalls.clear()
  }
  for (const message of messages) {
    if (message.role === 'tool') {
      const content = message.content.trim() === '' ? '(no output)' : message.content
      const call = openCalls.get(message.call)?.shift()
      sent.push(
        call === undefined ? { role: 'user', content: `Result of a tool: ${content}` } : { ...message, call, content },
      )
      continue
    }
    closeCalls()
    if (message.role === 'assistant' && message.toolCalls?.length)
      sent.push({ ...message, toolCalls: message.toolCalls.map(toSentCall) })
    else if (message.content.trim() !== '') sent.push(message)
  }
  closeCalls()
  return sent
}

/** Returns a text as a name or an ID that all services accept. */
const toName = (text: string): string => text.replace(/[^\w-]/g, '_').slice(0, 64)

/**
 * Returns the arguments of a call as an object in JSON. Other values and invalid JSON are wrapped in one; valid arguments
 * are returned unchanged, with all digits of their numbers.
 */
function toObjectJson(json: string): string {
  try {
    const value: unknown = JSON.parse(json)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? json : `{"value":${json}}`
  } catch {
    return JSON.stringify({ text: json })
  }
}
