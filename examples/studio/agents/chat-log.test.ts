import type { RunEvent } from '@aw-flow/schema'
import { describe, expect, test } from 'vitest'
import { addEntry, applyRunEvent, applyTail, emptyChatLog, type ChatLog } from './chat-log.ts'

/** Applies events, whose number and time do not matter. */
const apply = (events: readonly object[], log: ChatLog = emptyChatLog): ChatLog =>
  events.reduce<ChatLog>((current, event) => applyRunEvent(current, event as RunEvent, 'run'), log)
const node = 'agent'
const ask = { type: 'effect-started', node, effect: 'a', kind: 'ask-model', request: {} }
const call = {
  type: 'effect-started',
  node,
  effect: 'b',
  kind: 'call-tool',
  request: { tool: 'note', arguments: { x: 1 } },
}

describe('the log of a chat', () => {
  test('replaces the preview of an answer by the answer', () => {
    const log = applyTail(applyTail(apply([ask]), 'Hel'), 'Hello w')
    expect(log.entries).toEqual([{ type: 'answer', text: 'Hello w', isComplete: false }])
    const ended = apply(
      [{ type: 'effect-ended', node, effect: 'a', outcome: { reply: { text: 'Hello world.' } } }],
      log,
    )
    expect(ended.entries).toEqual([{ type: 'answer', text: 'Hello world.', isComplete: true }])
    expect(applyTail(ended, 'Next').entries).toHaveLength(2)
  })

  test('shows no answer for a request that only calls tools, or inside a sub-agent', () => {
    const reply = { reply: { text: '' } }
    expect(apply([ask, { type: 'effect-ended', node, effect: 'a', outcome: reply }]).entries).toEqual([])
    const inner = { scope: ['agent', 'call1'] }
    const outcome = { reply: { text: 'For the parent.' } }
    const events = [
      { ...ask, ...inner },
      { type: 'effect-ended', node, ...inner, effect: 'a', outcome },
    ]
    expect(apply(events).entries).toEqual([])
  })

  test('shows a tool call with its result, after an approval', () => {
    const waitFor = {
      kind: 'approval',
      digest: 'd',
      shown: { message: 'May it?', value: { kind: 'json', json: { x: 1 } } },
    }
    const asked = apply([{ type: 'node-waiting', node, waitFor }])
    expect(asked.entries).toMatchObject([
      { type: 'approval', waiting: { node: 'agent', waitFor: { digest: 'd' } }, message: 'May it?' },
    ])
    const log = apply(
      [
        { type: 'approval-given', node, decision: 'approve' },
        call,
        { type: 'effect-ended', node, effect: 'b', outcome: { content: 'Noted.' } },
      ],
      asked,
    )
    expect(log.entries).toMatchObject([
      { type: 'approval', decision: 'approve' },
      { type: 'tool-call', tool: 'note', arguments: '{"x":1}', result: 'Noted.', isError: false },
    ])
  })

  test('keeps the question of an approval as data, so that it is shown in the language of the page', () => {
    const message = { code: 'agent.approve-tool', params: { agent: 'Greeter', tool: 'note', target: '' } }
    const waitFor = { kind: 'approval', digest: 'd', shown: { message, value: { kind: 'json', json: {} } } }
    expect(apply([{ type: 'node-waiting', node, waitFor }]).entries).toMatchObject([{ type: 'approval', message }])
  })

  test('ends with tokens and cost, or the problem', () => {
    const total = { requests: 2, inputTokens: 10, outputTokens: 5, cost: 0.1, unpriced: 1 }
    const outputs = { usage: { kind: 'json', json: { total } } }
    const log = apply(
      [{ type: 'node-completed', node, outputs, ms: 7 }],
      addEntry(emptyChatLog, { type: 'message', text: 'Hi' }),
    )
    expect(log.entries[1]).toEqual({
      type: 'usage',
      run: 'run',
      requests: 2,
      tokens: 15,
      cost: null,
      ms: 7,
    })
    const problem = { code: 'x', severity: 'error' }
    expect(apply([{ type: 'node-failed', node, error: { problem } }]).entries).toEqual([{ type: 'problem', problem }])
  })
})
