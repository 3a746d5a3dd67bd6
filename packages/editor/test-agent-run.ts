import { createEmptyWorkflow, type Json, type NodeType, type Value } from '@aw-flow/schema'
import { testCatalog } from './test-catalog.ts'
import { TestSession } from './test-session.ts'

const agentType: NodeType = {
  ...testCatalog[0]!,
  type: 'agent',
  title: 'Agent',
  inputs: [],
  outputs: [
    { name: 'answer', type: 'any', label: 'Answer' },
    { name: 'messages', type: 'json', label: 'Messages' },
  ],
}

const createJsonValue = (value: Json): Value => ({ kind: 'json', json: value })
const toolCall = { id: 'call_1', name: 'double', arguments: '{"value":21}' }
const usage = { requests: 1, inputTokens: 200, outputTokens: 40, cost: 0.00028, unpriced: 0 }

/** Creates a session whose run has one agent, which calls a tool and answers with text. */
export function createAgentSession(): TestSession {
  const document = {
    ...createEmptyWorkflow(),
    nodes: [{ id: 'ask', type: 'agent', position: { x: 0, y: 0 }, data: { label: 'Ask', config: {} } }],
  }
  const session = new TestSession({ document, catalog: [...testCatalog, agentType] })
  void session.runs.start()
  session.play({ type: 'node-started', node: 'ask', attempt: 1, key: 'key-ask' })
  const replies: Json[] = [
    { text: '', ended: 'tools', toolCalls: [toolCall] },
    { text: '42 it is.', ended: 'stop' },
  ]
  replies.forEach((reply, index) =>
    session.play(
      { type: 'effect-started', node: 'ask', attempt: 1, effect: `e${index}`, kind: 'ask-model' },
      { type: 'effect-ended', node: 'ask', attempt: 1, effect: `e${index}`, outcome: { reply, usage } },
    ),
  )
  const messages = createJsonValue([{ role: 'tool', call: 'call_1', content: '42' }])
  const answer: Value = { kind: 'text', text: '42 it is.' }
  session.play(
    { type: 'node-completed', node: 'ask', outputs: { answer, messages }, ms: 900, problems: [] },
    { type: 'run-completed' },
  )
  return session
}
