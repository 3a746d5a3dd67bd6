import type { McpInputAnswers, McpInputQuestion, McpInputRequired, RunArguments } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { defined, type Json, getValue } from '@aw-flow/schema'
import { compileSchema, type CheckValue } from './check-schema.ts'

type Answer = McpInputAnswers['answers'][string]
type AskArguments = Pick<RunArguments<unknown>, 'requestDecision' | 'render'>

/** Identifies the tool call for which the server requests input. */
interface ToolCall {
  server: string
  tool: string
  callNumber?: number
}

/** Identifies a question in the run record. */
interface QuestionIdentity {
  server: string
  tool: string
  key: string
  round: number
  call?: number
}

/**
 * Asks a user for the input that a tool's server requests, one question at a time. A form is shown again if its content
 * does not match the schema.
 */
export async function askForInput(
  { questions, state }: McpInputRequired,
  { server, tool, callNumber }: ToolCall,
  round: number,
  args: AskArguments,
): Promise<McpInputAnswers> {
  const answers: [string, Answer][] = []
  for (const [key, question] of Object.entries(questions)) {
    const identity = defined({ server, tool, key, round, call: callNumber })
    answers.push([key, await askQuestion(question, identity, args)])
  }
  return { answers: Object.fromEntries(answers), state }
}

async function askQuestion(
  question: McpInputQuestion,
  identity: QuestionIdentity,
  { requestDecision, render }: AskArguments,
): Promise<Answer> {
  const text = message('mcp.ask-input', {
    server: identity.server,
    tool: identity.tool,
    mode: question.mode,
    said: question.message,
  })
  if (question.mode === 'url') {
    const request = {
      message: render(text),
      value: { kind: 'text', text: question.url },
      link: question.url,
      ...identity,
    }
    const { decision } = await requestDecision('mcp-input', request, { text })
    return { action: decision === 'reject' ? 'decline' : 'accept' }
  }
  const check = getValue(compileSchema(JSON.stringify(question.schema), 'tool'))
  let content: Json = createContent(question.schema)
  for (let attempt = 0, problem: string | undefined; ; attempt++) {
    const request = {
      message: render(text),
      value: { kind: 'json', json: content },
      schema: question.schema,
      ...defined({ problem }),
      ...identity,
      attempt,
    }
    const { decision, edited } = await requestDecision('mcp-input', request, { text })
    if (decision === 'reject') return { action: 'decline' }
    content = edited ?? content
    const violations = findViolations(content, check)
    if (violations.length === 0) return { action: 'accept', content: content as { [name: string]: Json } }
    problem = violations.join('\n')
  }
}

/**
 * Creates the initial content of a form: the default values, and empty values for required fields without a default.
 */
function createContent({ properties, required }: { readonly [key: string]: Json }): { [name: string]: Json } {
  const fields = typeof properties === 'object' && properties !== null ? Object.entries(properties) : []
  const requiredNames = Array.isArray(required) ? required : []
  return Object.fromEntries(
    fields.flatMap(([name, field]): [string, Json][] => {
      const { type, default: value } = Object(field) as { type?: Json; default?: Json }
      if (value !== undefined) return [[name, value]]
      return requiredNames.includes(name) ? [[name, emptyValues[String(type)] ?? '']] : []
    }),
  )
}

const emptyValues: Readonly<Record<string, Json>> = { boolean: false, number: 0, integer: 0, array: [] }

function findViolations(content: Json, check: CheckValue | undefined): string[] {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return [JSON.stringify(content)]
  // The server checks the content too, so an answer is sent even if its schema cannot be compiled here.
  return check?.(content) ?? []
}
