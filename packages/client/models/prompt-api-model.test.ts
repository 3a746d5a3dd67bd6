import type { Json } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createPromptApiHost, type PromptApi } from './prompt-api-model.ts'

/** A stand-in for the browser's API. */
function createApi({
  availability = 'available',
  refusesSchema = false,
  hangs = false,
  contextWindow = Infinity,
  rejects = undefined as Error | undefined,
} = {}) {
  const prompts: object[] = []
  const checked: object[] = []
  const created: object[] = []
  let open = 0
  const api: PromptApi = {
    async availability(options) {
      checked.push(options)
      return availability
    },
    async create(options) {
      if (rejects) throw rejects
      created.push(options)
      open++
      return {
        async *promptStreaming(messages, promptOptions) {
          const { signal, responseConstraint } = promptOptions as { signal: AbortSignal; responseConstraint?: object }
          if (responseConstraint && refusesSchema) throw new DOMException('No such schema.', 'NotSupportedError')
          prompts.push({ messages, responseConstraint })
          yield 'Hel'
          if (hangs)
            await new Promise((_, reject) =>
              signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
            )
          yield 'lo.'
        },
        // One token per message.
        contextUsage: (options as { initialPrompts?: object[] }).initialPrompts?.length ?? 0,
        contextWindow,
        measureContextUsage: async (messages) => messages.length,
        destroy: () => void open--,
      }
    },
  }
  return { api, prompts, checked, created, openSessions: () => open }
}

const question = (more: object = {}): Json =>
  ({
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ],
    ...more,
  }) as Json

function ask(api: PromptApi | undefined, asking: Json, signal = new AbortController().signal) {
  const parts: string[] = []
  const host = createPromptApiHost('browser', () => api)
  const reply = host.callService!('browser', asking, { signal, onText: (text) => parts.push(text) })
  return { reply, parts }
}

describe("the browser's built-in model", () => {
  it('[25] answers in parts, with the earlier messages as initial prompts, and closes its session', async () => {
    const { api, prompts, checked, created, openSessions } = createApi({ contextWindow: 2 })
    const { reply, parts } = ask(api, question())
    expect(await reply).toEqual({ text: 'Hello.', ended: 'stop' })
    expect(parts).toEqual(['Hel', 'lo.'])
    const options = {
      expectedOutputs: [{ type: 'text', languages: ['en'] }],
      initialPrompts: [{ role: 'system', content: 'Be brief.' }],
    }
    // The state depends on the options, so both calls have the same ones.
    expect([checked, created]).toEqual([[options], [{ ...options, signal: expect.any(AbortSignal) }]])
    expect(prompts).toEqual([{ messages: [{ role: 'user', content: 'Hi' }], responseConstraint: undefined }])
    expect(openSessions()).toBe(0)
  })

  it.each(['downloadable', 'downloading', 'unavailable'])('[25] is not asked while it is %s', async (availability) => {
    const { api, created } = createApi({ availability })
    await expect(ask(api, question()).reply).rejects.toThrow(availability)
    expect(created).toEqual([])
    await expect(ask(undefined, question()).reply).rejects.toThrow('no built-in')
  })

  it('[25] answers without a constraint if the schema is refused', async () => {
    const schema = { type: 'object' }
    const accepted = createApi()
    await ask(accepted.api, question({ answer: { name: 'x', schema } })).reply
    expect(accepted.prompts).toMatchObject([{ responseConstraint: schema }])
    const refused = createApi({ refusesSchema: true })
    await ask(refused.api, question({ answer: { name: 'x', schema } })).reply
    expect(JSON.stringify(refused.prompts)).toContain('matches this JSON Schema')
  })

  it('[25] refuses a conversation that exceeds the context, whose oldest messages the browser would remove', async () => {
    const { api, prompts, openSessions } = createApi({ contextWindow: 1 })
    const { reply } = ask(api, question({ answer: { name: 'x', schema: {} } }))
    await expect(reply).rejects.toThrow(
      'The messages contain 2 tokens, but the context of the built-in language model is limited to 1.',
    )
    expect([prompts, openSessions()]).toEqual([[], 0])
  })

  it('[25] names the tokens of initial prompts that the browser refuses', async () => {
    const quotaError = Object.assign(new Error('Too large'), { name: 'QuotaExceededError', requested: 900, quota: 400 })
    await expect(ask(createApi({ rejects: quotaError }).api, question()).reply).rejects.toThrow(
      'contain 900 tokens, but',
    )
    const other = new DOMException('No model.', 'NotSupportedError')
    await expect(ask(createApi({ rejects: other }).api, question()).reply).rejects.toThrow('No model.')
  })

  it('[25] stops when it is aborted', async () => {
    const { api, openSessions } = createApi({ hangs: true })
    const controller = new AbortController()
    const { reply } = ask(api, question(), controller.signal)
    setTimeout(() => controller.abort(new Error('Stopped.')))
    await expect(reply).rejects.toThrow('Stopped.')
    expect(openSessions()).toBe(0)
  })

  it('does not answer for other models, and reports tools', async () => {
    const { api } = createApi()
    const host = createPromptApiHost('browser', () => api)
    const options = { signal: new AbortController().signal, onText: () => undefined }
    expect(await host.callService!('other', question(), options)).toBeUndefined()
    await expect(ask(api, question({ tools: [{}] })).reply).rejects.toThrow('tools')
  })
})
