import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createNetworkAccess } from '../engine/network-access.ts'
import { createServerApi } from './server-api.ts'
import { createServerSecrets, combineNetworkAccess } from './server-secrets.ts'
import { replyJson, openScriptedServer, replyError, type ScriptedServer } from './test-scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => (server = await openScriptedServer()))
afterEach(() => server.close())

const open = () => {
  const secrets = createServerSecrets(createServerApi({ address: server.address, token: 't'.repeat(32) }))
  return {
    secrets,
    services: combineNetworkAccess(
      createNetworkAccess(async () => undefined),
      secrets,
    ),
  }
}
const path = '/api/v1/secrets/openai'
const hosts = ['api.openai.com']

describe('secrets of a page with a server', () => {
  test('are sent to the server that runs the workflow, with its token, and to the page', async () => {
    server.on(`PUT ${path}`, replyJson({ name: 'openai', hosts }, 201))
    const { services } = open()
    expect(await services.setSecret('openai', 'sk-12345', hosts)).toBeUndefined()
    expect(server.requests).toMatchObject([
      { route: `PUT ${path}`, headers: { authorization: `Bearer ${'t'.repeat(32)}` } },
    ])
    expect(JSON.parse(server.requests[0]!.body)).toEqual({ value: 'sk-12345', hosts })
    expect(services.access.secrets).toEqual([{ name: 'openai', value: 'sk-12345', hosts }])
    expect(services.secrets).toEqual([{ name: 'openai', hosts }])
  })

  test('that are short are stored in both places, with a warning', async () => {
    server.on(`PUT ${path}`, replyJson({ name: 'openai', hosts }, 201))
    const { services } = open()
    expect(await services.setSecret('openai', 'sk-1234', hosts)).toMatchObject({
      code: 'secret.short',
      severity: 'warning',
      params: { name: 'openai', min: 8 },
    })
    expect(server.requests).toHaveLength(1)
    expect(services.access.secrets).toEqual([{ name: 'openai', value: 'sk-1234', hosts }])
  })

  test('are listed by name after a reload, without values', async () => {
    server.on('GET /api/v1/secrets', replyJson({ items: [{ name: 'openai', hosts }], total: 1, limit: 500, offset: 0 }))
    const { secrets, services } = open()
    expect(await secrets.refresh()).toBeUndefined()
    expect(services.secrets).toEqual([{ name: 'openai', hosts }])
    expect(services.access.secrets).toEqual([])
  })

  test('are removed from both', async () => {
    server.on(`PUT ${path}`, replyJson({ name: 'openai', hosts }, 201))
    server.on(`DELETE ${path}`, (response) => void response.writeHead(204).end())
    const { services } = open()
    await services.setSecret('openai', 'sk-12345', hosts)
    await services.removeSecret('openai')
    expect(server.listRoutes(1)).toEqual([`DELETE ${path}`])
    expect(services.secrets).toEqual([])
  })

  test('remain listed if the server refuses to delete them, with the reason', async () => {
    server.on(`PUT ${path}`, replyJson({ name: 'openai', hosts }, 201))
    server.on(`DELETE ${path}`, replyError(403, 'forbidden'))
    const { services } = open()
    await services.setSecret('openai', 'sk-12345', hosts)
    expect(await services.removeSecret('openai')).toMatchObject({ code: 'forbidden' })
    expect(services.secrets).toEqual([{ name: 'openai', hosts }])
  })

  test('report what the server rejects, and send nothing that the page rejects', async () => {
    server.on(`PUT ${path}`, replyError(401, 'unauthorized'))
    const { services } = open()
    expect(await services.setSecret('openai', 'sk-12345', hosts)).toMatchObject({ code: 'unauthorized' })
    expect(await services.setSecret('openai', '', hosts)).toMatchObject({ code: 'secret.invalid.no-value' })
    expect(server.requests).toHaveLength(1)
  })

  test('are not sent over a connection that others can read', async () => {
    const secrets = createServerSecrets(createServerApi({ address: 'http://aw.example.com' }))
    const problem = await secrets.set('openai', 'sk-12345', hosts)
    expect(problem).toMatchObject({ code: 'secret.plain-server', params: { address: 'http://aw.example.com' } })
    expect(JSON.stringify(problem)).not.toContain('sk-12345')
    expect(secrets.current).toEqual([])
  })
})
