import type { OpenAI } from 'openai'
import type { ModelMessage, ToolDeclaration } from './language-model.ts'
import { toBasicTool } from './basic-schema.ts'
import { toSentConversation } from './sent-conversation.ts'

/**
 * Converts a conversation to the format of OpenAI's Chat Completions API.
 *
 * @param author The host and the model that receive it.
 */
export function toChatMessages(
  messages: readonly ModelMessage[],
  { systemRole = 'system', author }: { systemRole?: 'system' | 'user'; author?: string } = {},
): OpenAI.ChatCompletionMessageParam[] {
  const sent: OpenAI.ChatCompletionMessageParam[] = []
  for (const message of toSentConversation(messages)) {
    if (message.role === 'tool') sent.push({ role: 'tool', tool_call_id: message.call, content: message.content })
    else if (message.role === 'assistant' && message.toolCalls?.length) sent.push(toCallMessage(message, author))
    else {
      const { content } = message
      const role = message.role === 'system' ? systemRole : message.role
      const last = sent.at(-1)
      // The templates of some models require that user and assistant alternate.
      if (role === 'user' && last?.role === 'user') last.content = `${String(last.content)}\n\n${content}`
      else sent.push({ role, content })
    }
  }
  return sent
}

function toCallMessage(
  { content, toolCalls = [], required }: Extract<ModelMessage, { role: 'assistant' }>,
  author: string | undefined,
): OpenAI.ChatCompletionMessageParam {
  const { reasoning, calls = [] } = required && required.author === author ? required : {}
  return {
    role: 'assistant',
    // Some services reject blank text.
    content: content.trim() === '' ? null : content,
    ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
    tool_calls: toolCalls.map(({ id, name, arguments: text }, index) => ({
      id,
      type: 'function',
      function: { name, arguments: text },
      ...(calls[index] ? { extra_content: calls[index] } : {}),
    })),
  }
}

/**
 * Converts tool declarations to the format of OpenAI's Chat Completions API.
 *
 * @param isBasic Whether the service rejects keywords of JSON Schema.
 */
export const toChatTools = (tools: readonly ToolDeclaration[], isBasic = false): OpenAI.ChatCompletionFunctionTool[] =>
  (isBasic ? tools.map(toBasicTool) : tools).map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters: { ...parameters } },
  }))
