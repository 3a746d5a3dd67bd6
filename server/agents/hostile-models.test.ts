import { builtInNodes } from '@aw-flow/nodes'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

const plantedKey = 'planted-key-of-a-hostile-model'

let folder: string
let server: TestServer
let model: Server
/** A host that the server may not reach. */
let other: Server
let address: string
let otherAddress: string
let agent: string
/** Requests that the other host received. */
let otherRequests: number
/** Keys that the model received. */
let keys: Set<string | undefined>
let respond: (response: ServerResponse) => void

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-hostile-models-'))
  model = createServer((request, response) => {
    keys.add(request.headers.authorization)
    request.resume().on('end', () => respond(response))
  })
  other = createServer((_, response) => {
    otherRequests++
    response.end('{}')
  })
  const listen = async (listener: Server): Promise<string> => {
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    return `127.0.0.1:${(listener.address() as AddressInfo).port}`
  }
  const host = await listen(model)
  address = `http://${host}/v1`
  otherAddress = `http://${await listen(other)}/v1`
  server = await openTestServer(join(folder, 'data'), { nodes: builtInNodes, allowHosts: ['*', host] })
  await server.send('PUT', '/api/v1/secrets/model', { value: plantedKey, hosts: [host] })
  const added = await server.send('POST', '/api/v1/agents', { name: 'Support', system_prompt: 'You help.' })
  agent = ((await added.json()) as { id: string }).id
})
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.close()
  for (const listener of [model, other]) {
    listener.closeAllConnections()
    await new Promise((resolve) => listener.close(resolve))
  }
  await rm(folder, { recursive: true, force: true })
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
