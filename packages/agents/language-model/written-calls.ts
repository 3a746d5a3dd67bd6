import { getValue, parseJson } from '@aw-flow/schema'
import type { ToolCall, ToolDeclaration } from './language-model.ts'

/**
 * Returns the calls of declared tools in an answer that consists of them. Services that do not know the format of a model
 * pass its calls on as text. A call beside other text can be a quotation.
 *
 * @example
 *   <tool_call>{"name": "get_time", "arguments": {}}</tool_call>
 *   <tool_call><function=get_time><parameter=zone>UTC</parameter></function></tool_call>
 *   <function=get_time>{"zone": "UTC"}</function>
 *   [TOOL_CALLS][{"name": "get_time", "arguments": {}}]
 *   <|python_tag|>{"name": "get_time", "parameters": {}}
 */
export function readWrittenCalls(text: string, tools: readonly ToolDeclaration[]): ToolCall[] | undefined {
  const answer = text.trim()
  const [marker = ''] = /^(?:<tool_call>|<function=|\[TOOL_CALLS\]|<\|python_tag\|>)/.exec(answer) ?? []
  if (marker === '') return undefined
  const isTagged = marker.startsWith('<tool') || marker.startsWith('<fun')
  const parts = isTagged
    ? answer.split(marker === '<tool_call>' ? '</tool_call>' : '</function>').map((part) => part.trim())
    : [getValue(parseJson(answer.slice(marker.length)))].flat()
  if (isTagged && (parts.length < 2 || parts.pop() !== '')) return undefined
  const calls = parts.map((part) => (typeof part === 'string' ? readTagged(part, tools) : readCall(part)))
  const isDeclared = (call: ToolCall | undefined): call is ToolCall => tools.some(({ name }) => name === call?.name)
  return calls.every(isDeclared) ? calls : undefined
}

function readTagged(part: string, tools: readonly ToolDeclaration[]): ToolCall | undefined {
  const content = (part.startsWith('<tool_call>') ? part.slice('<tool_call>'.length) : part).trim()
  if (!content.startsWith('<function=')) return readCall(getValue(parseJson(content)))
  const end = content.indexOf('>')
  const name = content.slice('<function='.length, end)
  const body = content
    .slice(end + 1)
    .replace(/<\/function>$/, '')
    .trim()
  if (!body.startsWith('<parameter=')) return parseJson(body).ok ? { id: '', name, arguments: body } : undefined
  const { properties } = tools.find((tool) => tool.name === name)?.parameters ?? {}
  const values = body
    .split('</parameter>')
    .slice(0, -1)
    .map((parameter) => {
      const keyEnd = parameter.indexOf('>')
      const key = parameter.slice(parameter.indexOf('=') + 1, keyEnd)
      const value = parameter
        .slice(keyEnd + 1)
        .replace(/^\n/, '')
        .replace(/\n$/, '')
      const { type } = Object((Object(properties) as Record<string, unknown>)[key]) as { type?: unknown }
      return [key, type === 'string' ? value : (getValue(parseJson(value)) ?? value)] as const
    })
  return { id: '', name, arguments: JSON.stringify(Object.fromEntries(values)) }
}

function readCall(call: unknown): ToolCall | undefined {
  const { name, arguments: values, parameters = values } = Object(call) as Record<string, unknown>
  return typeof name === 'string' ? { id: '', name, arguments: toArgumentsText(parameters) } : undefined
}

/** Returns the arguments of a call as JSON text, which some services send as an object. */
export const toArgumentsText = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)
