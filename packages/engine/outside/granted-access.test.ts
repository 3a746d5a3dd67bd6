import { describe, expect, it } from 'vitest'
import type { EgressRequest } from './egress.ts'
import type { ExternalServices } from './outside.ts'
import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'
import {
  intersectAccess,
  listRequestedAccess,
  noAccess,
  restrictServices,
  toMcpHostEntry,
  type GrantedAccess,
} from './granted-access.ts'
import { createNode } from '../../../test/create-node.ts'

const signal = new AbortController().signal

/** Ports that record their uses, restricted to a grant. */
const open = (granted: GrantedAccess | undefined) => {
  const uses: string[] = []
  const outside: Required<Pick<ExternalServices, 'egress' | 'folder' | 'models' | 'mcp'>> = {
    egress: {
      async fetch({ url }) {
        uses.push(url)
        return {
          status: 200,
          url,
          headers: {},
          body: (async function* () {})(),
          redact: String,
          async rejectSecrets() {},
          async close() {},
        }
      },
    },
    folder: {
      async read(path) {
        uses.push(`read ${path}`)
        return { name: path, size: 0, chunks: (async function* () {})() }
      },
      async write(path) {
        uses.push(`write ${path}`)
        return 0
      },
    },
    models: {
      async read() {
        return {
          models: [
            { id: 'm', protocol: 'openai', model: 'm', address: 'https://models.example/v1', secret: 'model-key' },
          ],
        }
      },
    },
    mcp: {
      async find(server, name) {
        uses.push(`find ${server} ${name}`)
        return { server, name, description: '', parameters: {} }
      },
      async call(server, tool) {
        uses.push(`call ${server} ${tool}`)
        return { content: [], structured: null, isError: false }
      },
    },
  }
  const restricted = restrictServices(outside, async () => granted)
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'allowed',
      (cause: { problem: { code: string } }) => cause.problem.code,
    )
  const fetch = (url: string, ...names: string[]): Promise<string> => {
    const secrets: EgressRequest['secrets'] = names.map((name) => ({ name, as: 'bearer' }))
    return codeOf(restricted.egress.fetch({ url, secrets, signal }))
  }
  return { restricted, uses, codeOf, fetch }
}

describe('restricted ports of a run', () => {
  it('use nothing that was not granted, and everything in the user’s own workflow', async () => {
    const none = open(noAccess)
    expect(await none.fetch('https://api.example/a')).toBe('access.not-granted.host')
    expect(await none.fetch('https://api.example/a', 'key')).toBe('access.not-granted.secret')
    expect(await none.codeOf(none.restricted.folder.read('a.csv', signal))).toBe('access.not-granted.tool')
    expect(await none.codeOf(none.restricted.models.read())).toBe('access.not-granted.tool')
    expect(none.uses).toEqual([])

    const own = open(undefined)
    expect(await own.fetch('https://api.example/a', 'key')).toBe('allowed')
    expect(await own.codeOf(own.restricted.folder.read('a.csv', signal))).toBe('allowed')
    expect(await own.codeOf(own.restricted.models.read())).toBe('allowed')
    expect(own.uses).toEqual(['https://api.example/a', 'read a.csv'])
  })

  it('call tools of granted MCP servers only, which a grant of all hosts does not contain', async () => {
    const run = ({ restricted, codeOf }: ReturnType<typeof open>, server: string) =>
      Promise.all([
        codeOf(restricted.mcp.find(server, 'tool')),
        codeOf(restricted.mcp.call(server, 'tool', {}, { signal })),
      ])
    const rejected = ['access.not-granted.host', 'access.not-granted.host']
    const all = open({ ...noAccess, hosts: ['*'] })
    expect(await run(all, 'Weather')).toEqual(rejected)
    expect(all.uses).toEqual([])
    const granted = open({ ...noAccess, hosts: [toMcpHostEntry('Weather')] })
    expect(await run(granted, 'Weather')).toEqual(['allowed', 'allowed'])
    expect(await run(granted, 'Tickets')).toEqual(rejected)
    expect(granted.uses).toEqual(['find Weather tool', 'call Weather tool'])
  })

  it('use exactly the granted hosts, secrets and tools', async () => {
    const { restricted, codeOf, fetch, uses } = open({ hosts: ['api.example'], secrets: ['key'], tools: ['folder'] })
    expect(await fetch('https://api.example/a', 'key')).toBe('allowed')
    expect(await fetch('https://api.example/a', 'other')).toBe('access.not-granted.secret')
    expect(await fetch('https://api.example.evil/a', 'key')).toBe('access.not-granted.host')
    expect(await codeOf(restricted.folder.read('a.csv', signal))).toBe('allowed')
    expect(await codeOf(restricted.models.read())).toBe('access.not-granted.tool')
    // An address that is not a URL is passed to the egress, which reports it.
    expect(await fetch('no address')).toBe('allowed')
    expect(uses).toEqual(['https://api.example/a', 'read a.csv', 'no address'])
  })

  it('reach the services of granted models with the secret of the model only', async () => {
    const { fetch } = open({ hosts: [], secrets: [], tools: ['models'] })
    expect(await fetch('https://models.example/v1/chat/completions', 'model-key')).toBe('allowed')
    expect(await fetch('https://models.example/v1/chat/completions', 'other')).toBe('access.not-granted.secret')
    expect(await fetch('https://models.example/v10/chat')).toBe('access.not-granted.host')
    expect(await fetch('http://models.example/v1/chat')).toBe('access.not-granted.host')
    expect(await open(noAccess).fetch('https://models.example/v1/chat', 'model-key')).toBe('access.not-granted.secret')
  })

  it('use what all restricted workflows of a run have been granted', () => {
    const first: GrantedAccess = { hosts: ['a', 'b'], secrets: ['key'], tools: ['folder', 'models'] }
    const second: GrantedAccess = { hosts: ['b', 'c'], secrets: [], tools: ['models'] }
    expect(intersectAccess([first, second])).toEqual({ hosts: ['b'], secrets: [], tools: ['models'] })
    expect(intersectAccess([first])).toEqual(first)
  })
})

it('a request for access lists what documents inside nodes use, at any depth', () => {
  const schema = (secret: string) => ({
    type: 'object',
    properties: { [secret]: { type: 'string', format: 'secret' } },
  })
  const catalog = {
    list: () => [
      { type: 'call', settings: schema('key') },
      { type: 'loop', settings: { type: 'object', properties: {} } },
    ],
  } as unknown as Catalog
  const node = (id: string, type: string, config: object) => createNode(id, type, config)
  const document = (...nodes: object[]): Workflow => readWorkflow({ version: 1, name: 'W', nodes, edges: [] }).workflow!
  const call = node('call', 'call', { key: 'billing', url: 'https://api.example/pay' })
  const tools = [{ name: 'read', kind: 'workflow', use: document(node('read', 'read_file', {})) }]
  const inner = document(call, node('again', 'loop', { tools }))
  expect(listRequestedAccess([document(node('loop', 'loop', { workflow: inner }))], catalog)).toEqual({
    secrets: ['billing'],
    hosts: ['api.example'],
    tools: ['folder'],
  })
})
