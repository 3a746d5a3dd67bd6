import { expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'

const { server } = openTestApp()

const create = (bytes: Buffer, type: string, headers: Record<string, string> = {}): Promise<Response> =>
  server.ask('/api/v1/workflows', {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'content-type': type, ...headers },
  })

test.each<[string, string, Buffer]>([
  ['UTF-8', 'application/json', Buffer.from('{"name": "Grün"}')],
  ['a charset', 'application/json; charset=iso-8859-1', Buffer.from('{"name": "Grün"}', 'latin1')],
  ['a byte order mark', 'application/json', Buffer.from('\ufeff{"name": "Grün"}')],
  ['UTF-16', 'application/json; charset=utf-16le', Buffer.from('{"name": "Grün"}', 'utf16le')],
  ['YAML with a charset', 'application/yaml; charset=windows-1252', Buffer.from('name: Grün', 'latin1')],
])('a body in %s is read', async (_, type, bytes) => {
  const answer = await create(bytes, type)
  expect([answer.status, ((await answer.json()) as { name: string }).name]).toEqual([201, 'Grün'])
})

test.each(['application/json', 'application/json; charset=utf-8', 'application/yaml'])(
  'a body that is not in its encoding is refused: %s',
  async (type) => {
    const bytes = Buffer.from(type.includes('yaml') ? 'name: Grün' : '{"name": "Grün"}', 'latin1')
    for (const headers of [{}, { 'idempotency-key': type.replace(/\W/g, '') }]) {
      const answer = await create(bytes, type, headers)
      expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: 'body.encoding' } }])
    }
  },
)
