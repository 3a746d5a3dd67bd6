import type { AttemptEffect, Json, Values } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { collectAgentSteps } from './agent-steps.ts'

const toEffect = (kind: string, outcome?: Json): AttemptEffect =>
  ({ effect: 'e', kind, startedAt: 0, outcome }) as never
const usage = { requests: 1, inputTokens: 200, outputTokens: 40, cost: 0.00028, unpriced: 0 }
const call = { id: 'call_1', name: 'send', arguments: '{"text":"hi"}' }

it('collects messages with calls, results, tokens and cost', () => {
  const messages = [
    { role: 'system', content: 'Rules.' },
    { role: 'user', content: 'Task.' },
    // A call of an earlier attempt has the same id.
    { role: 'assistant', content: '', toolCalls: [call] },
    { role: 'tool', call: 'call_1', content: 'first' },
    { role: 'assistant', content: '', toolCalls: [call] },
    { role: 'tool', call: 'call_1', content: 'sent' },
    { role: 'assistant', content: 'Done.' },
    null,
  ]
  const outputs = { messages: { kind: 'json', json: messages } } as unknown as Values
  const effects = [
    toEffect('ask-model', { reply: { text: '', ended: 'tools', toolCalls: [call] }, usage }),
    toEffect('send', { number: 1 }),
    toEffect('ask-model', { reply: { text: 'Done.', ended: 'stop' }, usage: { ...usage, cost: 0, unpriced: 1 } }),
  ]
  const firstUsage = { inputTokens: 200, outputTokens: 40, cost: 0.00028 }
  const unpriced = { ...firstUsage, cost: undefined }
  expect(collectAgentSteps({ effects, outputs })).toEqual([
    { role: 'system', text: 'Rules.', calls: [] },
    { role: 'user', text: 'Task.', calls: [] },
    { role: 'assistant', text: '', calls: [{ ...call, result: 'first' }] },
    { role: 'assistant', text: '', calls: [{ ...call, result: 'sent' }], usage: firstUsage },
    { role: 'assistant', text: 'Done.', calls: [], usage: unpriced },
  ])
  // An agent that still runs has no results yet.
  expect(collectAgentSteps({ effects })).toEqual([
    { role: 'assistant', text: '', calls: [call], usage: firstUsage },
    { role: 'assistant', text: 'Done.', calls: [], usage: unpriced },
  ])
})

it('ignores requests without an answer and other effects', () => {
  const effects = [
    toEffect('ask-model'),
    toEffect('ask-model', { exceeded: { limit: 'cost' } }),
    toEffect('call-function', { result: { reply: 'x' } }),
    toEffect('ask-model', { reply: { text: 3, toolCalls: ['x'] } }),
  ]
  expect(collectAgentSteps({ effects })).toEqual([
    {
      role: 'assistant',
      text: '',
      calls: [{ id: '', name: '', arguments: '' }],
      usage: { inputTokens: 0, outputTokens: 0, cost: undefined },
    },
  ])
})
