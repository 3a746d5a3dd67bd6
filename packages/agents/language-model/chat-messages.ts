import type { OpenAI } from 'openai'
import type { ModelMessage, ToolDeclaration } from './language-model.ts'
import { toSentConversation } from './sent-conversation.ts'

/** Converts a conversation to the format of OpenAI's Chat Completions API. */
export const toChatMessages = (
  messages: readonly ModelMessage[],
  systemRole: 'system' | 'user' = 'system',
): OpenAI.ChatCompletionMessageParam[] =>
  toSentConversation(messages).map((message): OpenAI.ChatCompletionMessageParam => {
    if (message.role === 'tool') return { role: 'tool', tool_call_id: message.call, content: message.content }
    if (message.role !== 'assistant' || !message.toolCalls?.length)
      return { role: message.role === 'system' ? systemRole : message.role, content: message.content }
    return {
      role: 'assistant',
      // Some services reject blank text.
      content: message.content.trim() === '' ? null : message.content,
      tool_calls: message.toolCalls.map(({ id, name, arguments: text }) => ({
        id,
        type: 'function',
        function: { name, arguments: text },
      })),
    }
  })

/** Converts tool declarations to the format of OpenAI's Chat Completions API. */
export const toChatTools = (tools: readonly ToolDeclaration[]): OpenAI.ChatCompletionFunctionTool[] =>
  tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters: { ...parameters } },
  }))
