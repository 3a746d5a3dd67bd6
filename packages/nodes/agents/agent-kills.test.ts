import { createMemoryJournal, type Journal } from '@aw-flow/engine'
import type { RunEvent } from '@aw-flow/schema'
import { afterAll, describe, expect, it } from 'vitest'
import type { Reply, RequestBody } from '../../agents/language-model/test-model-server.ts'
import { sizes } from '../../../test/sizes.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import {
  createAgentConfig,
  createToolCallReply,
  closeTestTables,
  openTestServices,
  readOutput,
  runWithServices,
  createSendTool,
  type TestServices,
} from './test-agents.ts'

afterAll(closeTestTables)

/** Creates a generator of pseudorandom numbers (mulberry32), so that a failed seed can be repeated. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Creates a journal of a process that dies once it has stored a number of events: later events are never stored. */
function createDyingJournal(stored: RunEvent[], maxEvents: number, onDeath: () => void): Journal {
  return {
    append(events) {
      const space = maxEvents - stored.length
      stored.push(...events.slice(0, Math.max(0, space)))
      if (events.length <= space) return undefined
      onDeath()
      return new Promise<never>(() => undefined)
    },
    read: async () => ({ events: stored, problems: [] }),
  }
}

/** Replies as a model with a plan: two messages at once, one by a helper, one alone, then the answer. */
function plan({ messages, tools = [] }: RequestBody): Reply {
  const done = messages.filter(({ role }) => role === 'tool').length
  const isHelper = !tools.some(({ function: tool }) => tool.name === 'helper')
  if (isHelper) return done === 0 ? createToolCallReply(['send', { text: 'by the helper' }]) : { says: 'Helped.' }
  if (done === 0) return createToolCallReply(['send', { text: 'one' }], ['send', { text: 'two' }])
  if (done === 2) return createToolCallReply(['helper', { task: 'x' }])
  if (done === 3) return createToolCallReply(['send', { text: 'three' }])
  return { says: `All sent, ${messages.length} messages.` }
}

const workflow = createWorkflow(
  {
    a: [
      'agent',
      createAgentConfig({
        tools: [
          createSendTool({ approval: 'never' }),
          {
            name: 'helper',
            kind: 'node',
            use: 'agent',
            approval: 'never',
            config: createAgentConfig({ tools: [createSendTool({ approval: 'never' })] }),
          },
        ],
      }),
    ],
  },
  [],
)

const bodies = ({ outbox }: TestServices) => outbox.map(({ body }) => (body as { text: string }).text)

describe('an agent whose process is killed', () => {
  it(`[6] ${sizes.killedAgents} times at random moments: loses no message, and calls no tool twice`, async () => {
    const uninterrupted = await openTestServices(plan)
    const complete = await runWithServices(uninterrupted, workflow)
    expect(complete.view.state).toBe('completed')
    expect(bodies(uninterrupted)).toEqual(['one', 'two', 'by the helper', 'three'])
    const answer = readOutput(complete.view, 'a', 'answer')
    const messages = readOutput(complete.view, 'a', 'messages')
    await uninterrupted.close()

    const random = createRandom(30)
    let questions = 0
    for (let kill = 0; kill < sizes.killedAgents; kill++) {
      const testServices = await openTestServices(plan)
      let record: RunEvent[] = []
      // Up to three processes die, then one runs to the end.
      const deaths = 1 + Math.floor(random() * 3)
      for (let death = 0; death < deaths; death++) {
        const maxEvents = record.length + 1 + Math.floor(random() * 14)
        const stored = [...record]
        let die: () => void = () => undefined
        const died = new Promise<'died'>((resolve) => {
          die = () => {
            // The effect that follows the last stored event, if any, has time to happen.
            setTimeout(() => resolve('died'), random() < 0.5 ? 0 : 20)
          }
        })
        const running = runWithServices(testServices, workflow, {
          journal: createDyingJournal(stored, maxEvents, die),
          record,
          decide: decideByOutbox,
        })
        await Promise.race([running, died])
        record = stored
        if (record.at(-1)?.type === 'run-completed') break
      }
      const { view } = await runWithServices(testServices, workflow, {
        record,
        journal: createMemoryJournal(record),
        decide: decideByOutbox,
      })
      expect(view.state, `kill ${kill}`).toBe('completed')
      expect(bodies(testServices), `kill ${kill}`).toEqual(['one', 'two', 'by the helper', 'three'])
      expect(readOutput(view, 'a', 'answer')).toBe(answer)
      expect(readOutput(view, 'a', 'messages')).toEqual(messages)
      await testServices.close()

      /** Decides as a person who reads the outbox: sent messages are not sent again. */
      function decideByOutbox({ shown }: { shown: Record<string, unknown> }) {
        questions++
        const request = (shown.value as { json: { body: { text: string } } }).json
        const index = bodies(testServices).indexOf(request.body.text)
        return index < 0
          ? { decision: 'approve' as const }
          : { decision: 'done' as const, edited: { number: index + 1 } }
      }
    }
    expect(questions).toBeGreaterThan(0)
  }, 300_000)

  it('[5] replays a record without a request, and makes only the missing ones after each of its prefixes', async () => {
    const testServices = await openTestServices(plan)
    const { events, view } = await runWithServices(testServices, workflow)
    const [requests, sent] = [testServices.requests.length, testServices.outbox.length]
    const ends = events.flatMap((event, index) => (event.type === 'effect-ended' ? [index + 1] : []))
    expect(ends.length).toBeGreaterThan(8)
    const countEffects = (list: readonly RunEvent[], kind: string): number => {
      const kinds = new Map<string, string>()
      const toKey = ({ node, effect }: { node: string; effect: string }): string => JSON.stringify([node, effect])
      for (const event of list) if (event.type === 'effect-started') kinds.set(toKey(event), event.kind)
      return list.filter((event) => event.type === 'effect-ended' && kinds.get(toKey(event)) === kind).length
    }
    let replayed = view
    for (const end of ends) {
      const record = events.slice(0, end)
      const [requestsBefore, sentBefore] = [testServices.requests.length, testServices.outbox.length]
      replayed = (await runWithServices(testServices, workflow, { record })).view
      for (const port of ['answer', 'messages'])
        expect(JSON.stringify(readOutput(replayed, 'a', port)).replaceAll(/"number\\?":\d+/g, '')).toEqual(
          JSON.stringify(readOutput(view, 'a', port)).replaceAll(/"number\\?":\d+/g, ''),
        )
      expect(testServices.requests.length - requestsBefore).toBe(requests - countEffects(record, 'ask-model'))
      expect(testServices.outbox.length - sentBefore).toBe(sent - countEffects(record, 'send'))
      // The entire record needs nothing.
      if (end === ends.at(-1)) expect(testServices.requests).toHaveLength(requestsBefore)
    }
    expect(readOutput(replayed, 'a', 'messages')).toEqual(readOutput(view, 'a', 'messages'))
    expect(readOutput(replayed, 'a', 'usage')).toEqual(readOutput(view, 'a', 'usage'))
    await testServices.close()
  })
})
