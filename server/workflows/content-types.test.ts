import { describe, expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'
import { createWorkflow, csv, readBody, workflow } from '../testing/test-requests.ts'

const { server } = openTestApp()

const patch = (id: string, type: string | undefined, body: string): Promise<Response> =>
  server.ask(`/api/v1/workflows/${id}`, {
    method: 'PATCH',
    headers: type === undefined ? {} : { 'content-type': type },
    body: type === undefined ? new TextEncoder().encode(body) : body,
  })

describe('the body of a patch', () => {
  test.each([
    ['application/json-patch+json', '[{"op": "replace", "path": "/name", "value": "B"}]'],
    ['application/json-patch+json; charset=utf-8', '{"name": "B"}'],
    ['text/plain', '{"name": "B"}'],
    [undefined, '{"name": "B"}'],
  ])('is refused as %s, with the types that are accepted', async (type, body) => {
    const id = await createWorkflow(server)
    const answer = await patch(id, type, body)
    const { error } = await readBody(answer)
    expect([answer.status, error.code]).toEqual([415, 'body.not-json'])
    expect(error.message).toContain('application/merge-patch+json')
    expect(answer.headers.get('accept-patch')).toContain('application/merge-patch+json')
    expect(await server.json(`/api/v1/workflows/${id}`)).toMatchObject({ name: workflow.name })
  })

  test.each(['application/merge-patch+json', 'application/json', 'Application/Merge-Patch+JSON; charset=UTF-8'])(
    'is applied as %s',
    async (type) => {
      const id = await createWorkflow(server)
      expect((await patch(id, type, '{"name": "B"}')).status).toBe(200)
      expect(await server.json(`/api/v1/workflows/${id}`)).toMatchObject({ name: 'B', nodes: [{ id: 'read' }, {}] })
    },
  )

  test.each([
    '[]',
    '[{"op": "replace", "path": "/name", "value": "B"}]',
    '"text"',
    'null',
    '3',
    '{"name": 3}',
    '{"name": {"a": 1}}',
    '{"nodes": {"read": null}}',
    '{"nodes": null}',
    '{"edges": "none"}',
    '{"settings": []}',
    '{"__proto__": {"name": "B"}}',
    '{"unknown": 1}',
  ])('is not applied if it is no patch of a workflow: %s', async (body) => {
    const id = await createWorkflow(server)
    const before = await server.json(`/api/v1/workflows/${id}`)
    const answer = await patch(id, 'application/merge-patch+json', body)
    const { error } = await readBody(answer)
    expect([answer.status, error?.message ?? '']).toEqual([422, expect.stringMatching(/\w{3}/)])
    expect(await server.json(`/api/v1/workflows/${id}`)).toEqual(before)
  })
})

describe('the Accept header', () => {
  test('selects the type of a result', async () => {
    const { id: file } = await server.upload(csv)
    const id = await createWorkflow(server)
    const { id: run } = await readBody(
      await server.send('POST', `/api/v1/workflows/${id}/execute`, { input_data_id: file }),
    )
    await server.waitForEnd(String(run))
    const getType = async (path: string, accept: string): Promise<string> => {
      const answer = await server.ask(`/api/v1/runs/${String(run)}/${path}`, { headers: { accept } })
      await answer.body?.cancel()
      return `${answer.status} ${answer.headers.get('content-type')!.split(';')[0]}`
    }
    for (const accept of ['*/*', 'application/json', 'application/*', 'text/csv, application/json', 'image/png'])
      expect(await getType('result', accept), accept).toBe('200 application/json')
    for (const accept of ['text/csv', 'text/csv, */*;q=0.1', 'application/json;q=0.5, text/csv', 'text/*'])
      expect(await getType('result', accept), accept).toBe('200 text/csv')
    expect(await getType('result', 'text/csv;q=0, */*')).toBe('200 application/json')
    for (const accept of [
      '*/*',
      'application/json',
      'text/event-stream;q=0.1, application/json',
      'text/event-stream;q=0',
    ])
      expect(await getType('events', accept), accept).toBe('200 application/json')
    for (const accept of ['text/event-stream', 'text/event-stream, */*;q=0.5', 'application/json, text/event-stream'])
      expect(await getType('events', accept), accept).toBe('200 text/event-stream')
  })
})
