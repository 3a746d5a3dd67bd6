import { builtInNodes } from '@aw-flow/nodes'
import type { ServerResponse } from 'node:http'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'
import { openTestService } from '../testing/test-resources.ts'

const plantedKey = 'planted-key-of-a-hostile-model'

let address: string
let otherAddress: string
let agent: string
/** Requests that the other host received. */
let otherRequests: number
/** Keys that the model received. */
let keys: Set<string | undefined>
let respond: (response: ServerResponse) => void

const model = openTestService((request, response) => {
  keys.add(request.headers.authorization)
  request.resume().on('end', () => respond(response))
})
/** A host that the server may not reach. */
const other = openTestService((_, response) => {
  otherRequests++
  response.end('{}')
})
const { server } = openTestApp(() => ({ nodes: builtInNodes, allowHosts: ['*', model.host] }))
beforeAll(async () => {
  address = `${model.origin}/v1`
  otherAddress = `${other.origin}/v1`
  await server.send('PUT', '/api/v1/secrets/model', { value: plantedKey, hosts: [model.host] })
  const added = await server.send('POST', '/api/v1/agents', { name: 'Support', system_prompt: 'You help.' })
  agent = ((await added.json()) as { id: string }).id
})
beforeEach(() => {
  otherRequests = 0
  keys = new Set()
})

/** Asks the agent with a model at an address. */
async function ask(modelAddress: string): Promise<string> {
  const llm = { id: 'small', address: modelAddress, secret: 'model' }
  const configured = await server.send('PUT', '/api/v1/config', { llm_models: [llm], default_llm: 'small' })
  expect(configured.status).toBe(200)
  const response = await server.send('POST', `/api/v1/agents/${agent}/test`, { input: { question: 'Why?' } })
  const text = await response.text()
  const { success, run_id: run } = JSON.parse(text) as { success: boolean; run_id: string }
  expect(success, text).toBe(false)
  return text + (await (await server.ask(`/api/v1/runs/${run}/events`)).text())
}

describe('a model', () => {
  test('at a private address is not requested, and the problem names its host', async () => {
    for (const hostile of [otherAddress, otherAddress.replace('127.0.0.1', 'localhost'), 'http://169.254.169.254/v1']) {
      const text = await ask(hostile)
      expect(text).toContain('egress.')
      expect(text).toContain(new URL(hostile).hostname)
    }
    expect(otherRequests).toBe(0)
  })

  test.each([301, 302, 303, 307, 308])(
    'with the redirect %i to a private address sends nothing there',
    async (code) => {
      respond = (response) => response.writeHead(code, { location: `${otherAddress}/chat/completions` }).end()
      await ask(address)
      expect(otherRequests).toBe(0)
    },
  )

  test('that sends back its key does not reveal it', async () => {
    respond = (response) =>
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { message: `Wrong key: ${[...keys].join(' ')}` } }))
    const text = await ask(address)
    expect([...keys]).toEqual([`Bearer ${plantedKey}`])
    expect(text).not.toContain(plantedKey)
  })

  test.each([
    ['without end', 'application/json'],
    ['of events without end', 'text/event-stream'],
  ])('with a response %s is ended at its limit', async (_, type) => {
    let sentBytes = 0
    respond = (response) => {
      response.writeHead(200, { 'content-type': type })
      const chunk = Buffer.alloc(1_000_000, 'x')
      const write = (): void => {
        while (!response.destroyed && sentBytes < 500_000_000) {
          sentBytes += chunk.length
          if (!response.write(chunk)) return void response.once('drain', write)
        }
        response.end()
      }
      write()
    }
    expect(await ask(address)).toContain('egress.too-large')
    expect(sentBytes).toBeLessThan(200_000_000)
  })
})
