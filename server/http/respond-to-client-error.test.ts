import { getRequestListener } from '@hono/node-server'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { respondToClientError, respondToRequestError } from './respond-to-client-error.ts'

const server = createServer({ requestTimeout: 200, connectionsCheckingInterval: 50 }, (request) => request.resume())
beforeAll(() => {
  server.on('clientError', respondToClientError)
  return new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
})

/** Sends bytes on a connection that stays open, and returns the answer. */
const send = (text: string, receiver: Server = server): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect((receiver.address() as AddressInfo).port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (chunk) => (answer += String(chunk)))
    socket.on('end', () => {
      socket.end()
      resolve(answer)
    })
    socket.on('error', reject)
  })

test.each([
  ['a body that does not end', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello', 408, 'request.timeout'],
  ['bytes that are not HTTP', 'hello\r\n\r\n', 400, 'request.malformed'],
])('answers %s in the error format', async (_, text, status, code) => {
  const [head = '', body = ''] = (await send(text)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(head).toContain('Content-Type: application/json')
  expect(JSON.parse(body)).toMatchObject({
    error: { code, message: expect.any(String), correlation_id: expect.stringMatching(/^[\da-f-]{36}$/) },
  })
})

test.each(['[zz]', 'a b', '', 'localhost:99999999', 'localhost/evil'])(
  'answers the host "%s" in the error format',
  async (host) => {
    const listener = getRequestListener(() => new Response(), { errorHandler: respondToRequestError })
    const hostServer = createServer(listener)
    await new Promise<void>((resolve) => hostServer.listen(0, '127.0.0.1', resolve))
    try {
      const answer = await send(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, hostServer)
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))).toMatchObject({
        error: { code: 'request.malformed', correlation_id: expect.any(String) },
      })
    } finally {
      await new Promise((resolve) => hostServer.close(resolve))
    }
  },
)
