import type { AttemptEffect, Json, Values } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { collectAgentSteps } from './agent-steps.ts'

const toEffect = (kind: string, outcome?: Json): AttemptEffect =>
  ({ effect: 'e', kind, startedAt: 0, outcome }) as never
const usage = { requests: 1, inputTokens: 200, outputTokens: 40, cost: 0.00028, unpriced: 0 }
const call = { id: 'call_1', name: 'send', arguments: '{"text":"hi"}' }

it('collects answers with their calls, results, tokens and cost', () => {
  const outputs = {
    messages: { kind: 'json', json: [{ role: 'user' }, { role: 'tool', call: 'call_1', content: 'sent' }, null] },
  } as unknown as Values
  const effects = [
    toEffect('ask-model', { reply: { text: '', ended: 'tools', toolCalls: [call] }, usage }),
    toEffect('send', { number: 1 }),
    toEffect('ask-model', { reply: { text: 'Done.', ended: 'stop' }, usage: { ...usage, cost: 0, unpriced: 1 } }),
  ]
  expect(collectAgentSteps({ effects, outputs })).toEqual([
    {
      text: '',
      calls: [{ name: 'send', arguments: '{"text":"hi"}', result: 'sent' }],
      inputTokens: 200,
      outputTokens: 40,
      cost: 0.00028,
    },
    { text: 'Done.', calls: [], inputTokens: 200, outputTokens: 40, cost: undefined },
  ])
  // An agent that still runs has no results yet.
  expect(collectAgentSteps({ effects })[0]!.calls).toEqual([{ name: 'send', arguments: '{"text":"hi"}' }])
})

it('ignores requests without an answer and other effects', () => {
  const effects = [
    toEffect('ask-model'),
    toEffect('ask-model', { exceeded: { limit: 'cost' } }),
    toEffect('call-function', { result: { reply: 'x' } }),
    toEffect('ask-model', { reply: { text: 3, toolCalls: ['x'] } }),
  ]
  expect(collectAgentSteps({ effects })).toEqual([
    { text: '', calls: [{ name: '', arguments: '' }], inputTokens: 0, outputTokens: 0, cost: 0 },
  ])
})
