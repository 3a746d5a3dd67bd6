import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { createServer, request, type Server } from 'node:http'
import { expect, test } from 'vitest'
import { discardBody } from './discard-body.ts'
import { openTestService } from '../testing/test-resources.ts'

/** Refuses each body after its first chunk, like an upload without room. */
const app = new Hono<{ Bindings: HttpBindings }>()
app.post('/', async ({ req, env, text }) => {
  await req.raw.body!.getReader().read()
  return text((await discardBody(env.incoming)) ? 'read' : 'given up', 503)
})
const service = openTestService(createAdaptorServer({ fetch: app.fetch, createServer }) as Server)

test('a client with a large body receives the refusal, several times', async () => {
  for (let turn = 0; turn < 10; turn++) {
    const answer = await fetch(service.origin, { method: 'POST', body: Buffer.alloc(8 * 2 ** 20) })
    expect([answer.status, await answer.text()]).toEqual([503, 'read'])
  }
})

test('a body that stalls or is too long is aborted', async () => {
  const send = (headers: Record<string, string>, piece: Buffer, isEndless: boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = request(service.origin, { method: 'POST', headers }, (answer) => {
        answer.setEncoding('utf8').once('data', (text: string) => {
          resolve(text)
          sent.destroy()
        })
      })
      sent.once('error', reject)
      if (isEndless) sent.on('drain', () => sent.write(piece))
      sent.write(piece)
    })
  const length = { 'content-length': '1000000000' }
  expect(await send(length, Buffer.alloc(10), false)).toBe('given up')
  expect(await send({}, Buffer.alloc(2 ** 20), true)).toBe('given up')
})
