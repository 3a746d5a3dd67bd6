import { englishFormatter } from '@aw-flow/messages/catalogs'
import { NodeError, type EgressRequest, type Secret, type Secrets } from '@aw-flow/engine'
import { createServer, type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createEgress, type EgressOptions } from './create-egress.ts'
import { openTestService, createFakeSockets, readText, type TestService } from './test-service.ts'
import cases from './create-egress.cases.json' with { type: 'json' }

const signal = new AbortController().signal
const createSecrets = (...secrets: Secret[]): Secrets => ({
  find: async (name) => secrets.find((secret) => secret.name === name),
  list: async () => secrets.map(({ name, hosts }) => ({ name, hosts })),
})
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
const serve = async (listener: Parameters<typeof openTestService>[0]): Promise<TestService> => {
  const service = await openTestService(listener)
  closing.push(service.close)
  return service
}
const egress = (options: Partial<EgressOptions> = {}) => {
  const created = createEgress({ allow: ['*'], secrets: createSecrets(), ...options })
  closing.push(created.close)
  return created
}
const failure = async (work: Promise<unknown>): Promise<NodeError> => {
  const cause = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(cause).toBeInstanceOf(NodeError)
  return cause as NodeError
}
const ask = async (request: Omit<EgressRequest, 'signal'>, options: Partial<EgressOptions>): Promise<string> => {
  const answer = await egress(options).fetch({ ...request, signal })
  return `${answer.status} ${await readText(answer.body)}`
}
const publicAddress = '93.184.215.14'

describe('addresses', () => {
  const none = { resolve: () => Promise.reject(new Error()), connect: () => Promise.reject(new Error('dialed')) }
  it.each(cases.localAddresses)('[25, 41] rejects %s before resolving or dialing', async (_, url) => {
    const sockets = createFakeSockets({}, 9)
    const { problem, kind } = await failure(egress({ sockets }).fetch({ url, signal }))
    expect(problem.code).toBe('egress.private-address')
    expect(kind).toBe('permanent')
    expect([...sockets.resolved, ...sockets.dialed]).toEqual([])
  })

  it.each([
    ['a file', 'file:///etc/passwd'],
    ['gopher', 'gopher://example.com/1'],
    ['ftp', 'ftp://example.com/a.csv'],
    ['data', 'data:text/plain,a'],
    ['a socket', 'unix:/var/run/docker.sock'],
    ['nothing', 'example.com/a.csv'],
  ])('[25] rejects %s', async (_, url) => {
    const { problem } = await failure(egress({ sockets: none }).fetch({ url, signal }))
    expect(problem.code).toBe('egress.address')
  })

  it('[25] rejects credentials in a URL without repeating them', async () => {
    const { problem } = await failure(
      egress({ sockets: none }).fetch({ url: 'https://me:geheim@example.com/', signal }),
    )
    expect(problem.code).toBe('egress.credentials')
    expect(JSON.stringify(problem)).not.toContain('geheim')
  })

  it.each([['127.0.0.1'], ['10.1.2.3'], ['169.254.169.254'], ['::1'], ['::ffff:10.0.0.1'], ['fd12::1'], ['0.0.0.0']])(
    '[25] refuses a public name whose address is %s, without dialing',
    async (address) => {
      const sockets = createFakeSockets({ 'inside.example': [[publicAddress, address]] }, 9)
      const { problem } = await failure(egress({ sockets }).fetch({ url: 'http://inside.example/', signal }))
      expect(problem.code).toBe('egress.private-address')
      expect(sockets.dialed).toEqual([])
    },
  )

  it('allows only URLs below a path if the allow list names one', async () => {
    const service = await serve((_, answer) => answer.end('here'))
    const allow = [`127.0.0.1:${service.port}/v1/`]
    expect(await ask({ url: `http://127.0.0.1:${service.port}/v1/items` }, { allow })).toBe('200 here')
    const hiddenPaths = [
      '.%2e%2fadmin',
      '..%3badmin',
      '%2e%2e%5Cadmin',
      'a/..%2F..%2fadmin',
      '%25252e%25252e%25252fadmin',
      '..%5c..%5cadmin',
      '..%2fadmin',
      '%2e%2e%2Fadmin',
      '..%5cadmin',
      '..;/admin',
      '%252e%252e%252fadmin',
      'a%2f..%2f..',
    ]
    const outside = ['/', '/v1', '/v10/items', '/V1/items', '/v1/../admin', '/v1/%2e%2e/admin']
    expect(await ask({ url: `http://127.0.0.1:${service.port}/v1/a..b%2fc;d` }, { allow })).toBe('200 here')
    for (const path of [...outside, ...hiddenPaths.map((part) => `/v1/${part}`)]) {
      const { problem } = await failure(
        egress({ allow }).fetch({ url: `http://127.0.0.1:${service.port}${path}`, signal }),
      )
      expect([path, problem.code]).toEqual([path, 'egress.host-not-allowed'])
    }
  })

  it('rejects hosts that are not on the allow list, by name, suffix and port', async () => {
    const sockets = createFakeSockets({}, 9)
    const allow = ['api.example.com', '*.data.example', 'odd.example:8443']
    for (const url of [
      'https://example.com/',
      'https://xapi.example.com/',
      'https://api.example.com.evil.example/',
      'https://data.example/',
      'https://evildata.example/',
      'https://odd.example/',
    ]) {
      const { problem } = await failure(egress({ sockets, allow }).fetch({ url, signal }))
      expect([url, problem.code]).toEqual([url, 'egress.host-not-allowed'])
    }
    expect(sockets.resolved).toEqual([])
  })

  it('allows a private address that is named exactly, and no other port of it', async () => {
    const service = await serve((_, answer) => answer.end('here'))
    const allow = [`127.0.0.1:${service.port}`]
    expect(await ask({ url: service.url }, { allow })).toBe('200 here')
    const { problem } = await failure(egress({ allow }).fetch({ url: 'http://127.0.0.1:9/', signal }))
    expect(problem.code).toBe('egress.host-not-allowed')
  })

  it('connects to the checked address, even if the name resolves to another one later', async () => {
    const service = await serve((request, answer) => {
      answer.setHeader('connection', 'close')
      answer.end(`for ${request.headers.host}`)
    })
    const sockets = createFakeSockets({ 'moving.example': [[publicAddress], ['127.0.0.1']] }, service.port)
    const client = egress({ sockets })
    const first = await client.fetch({ url: 'http://moving.example/', signal })
    expect(await readText(first.body)).toBe('for moving.example')
    expect(sockets.resolved).toEqual(['moving.example'])
    expect(sockets.dialed).toEqual([`${publicAddress} 80`])
    const { problem } = await failure(client.fetch({ url: 'http://moving.example/', signal }))
    expect(problem.code).toBe('egress.private-address')
    expect(sockets.dialed).toHaveLength(1)
  })
})

describe('redirects', () => {
  it.each([
    ['http://127.0.0.1:1/', 'egress.private-address'],
    ['http://169.254.169.254/latest/', 'egress.private-address'],
    ['http://[::1]/', 'egress.private-address'],
    ['http://0x7f.1/', 'egress.private-address'],
    ['//localhost/', 'egress.private-address'],
    ['file:///etc/passwd', 'egress.address'],
    ['http://me:pw@public.example/', 'egress.credentials'],
    ['http://sneaky.example/', 'egress.private-address'],
  ])('[25, 41] does not follow one to %s', async (location, code) => {
    const service = await serve((_, answer) => answer.writeHead(302, { location }).end())
    const sockets = createFakeSockets(
      { 'public.example': [[publicAddress]], 'sneaky.example': [['10.0.0.1']] },
      service.port,
    )
    const { problem } = await failure(egress({ sockets }).fetch({ url: 'http://public.example/', signal }))
    expect(problem.code).toBe(code)
    expect(sockets.dialed).toEqual([`${publicAddress} 80`])
  })

  it('decodes headers that contain UTF-8', async () => {
    const service = await serve((request, answer) => {
      if (request.url !== '/') answer.writeHead(200, { 'x-path': request.url!, 'x-name': toBytes('grün') }).end()
      else answer.writeHead(302, { location: toBytes('/grün') }).end()
    })
    const toBytes = (text: string): string => Buffer.from(text).toString('latin1')
    const allow = [`127.0.0.1:${service.port}`]
    const { headers } = await egress({ allow }).fetch({ url: service.url, signal })
    expect(headers).toMatchObject({ 'x-path': '/gr%C3%BCn', 'x-name': 'grün' })
  })

  it('follows a limited number of redirects', async () => {
    const service = await serve((request, answer) => {
      const turn = Number(request.url!.slice(1))
      if (turn > 0) answer.writeHead(302, { location: `/${turn - 1}` }).end()
      else answer.end('end')
    })
    const allow = [`127.0.0.1:${service.port}`]
    expect(await ask({ url: `${service.url}/5` }, { allow })).toBe('200 end')
    const { problem } = await failure(egress({ allow }).fetch({ url: `${service.url}/6`, signal }))
    expect(problem.code).toBe('egress.redirect')
  })

  it('[17] does not send secrets, cookies and credentials to another host', async () => {
    const seen: unknown[] = []
    const service = await serve((request, answer) => {
      seen.push([request.headers.host, request.headers.authorization, request.headers.cookie, request.url])
      if (request.headers.host?.startsWith('localhost')) {
        answer.writeHead(307, { location: `http://127.0.0.1:${service.port}/next` }).end()
      } else answer.end('ok')
    })
    const secrets = createSecrets({ name: 'token', value: 'geheim123', hosts: ['localhost', '127.0.0.1'] })
    const allow = [`localhost:${service.port}`, `127.0.0.1:${service.port}`]
    const request = {
      url: `http://localhost:${service.port}/`,
      headers: { Cookie: 'a=b' },
      secrets: [{ name: 'token', as: 'bearer' as const }],
    }
    const sockets = createFakeSockets({ localhost: [['127.0.0.1']] }, service.port)
    expect(await ask(request, { allow, secrets, sockets })).toBe('200 ok')
    expect(seen).toEqual([
      [`localhost:${service.port}`, 'Bearer geheim123', 'a=b', '/'],
      [`127.0.0.1:${service.port}`, undefined, undefined, '/next'],
    ])
  })

  describe('with a secret in the query', () => {
    const value = 'geheim/123'
    const secretsFor = (...hosts: string[]) => createSecrets({ name: 'key', value, hosts })
    const use = [{ name: 'key', as: 'query' as const, field: 'key' }]

    it.each([
      ['unchanged', (url: string) => url],
      ['encoded again', (url: string) => `/?next=${encodeURIComponent(url)}`],
      ['with escapes in lower case', (url: string) => url.replaceAll('%2F', '%2f')],
      ['in Base64', () => `/?k=${Buffer.from(value).toString('base64')}`],
    ])('refuses a redirect that carries it %s to a host that it is not bound to', async (_, locate) => {
      const requests: string[] = []
      const service = await serve((request, answer) => {
        requests.push(`${request.headers.host}${request.url}`)
        if (request.headers.host?.startsWith('localhost')) {
          answer.writeHead(302, { location: `http://127.0.0.1:${service.port}${locate(request.url!)}` }).end()
        } else answer.end('ok')
      })
      const sockets = createFakeSockets({ localhost: [['127.0.0.1']] }, service.port)
      const client = egress({ allow: ['localhost', '127.0.0.1'], secrets: secretsFor('localhost'), sockets })
      const work = client.fetch({ url: `http://localhost:${service.port}/`, secrets: use, signal })
      const { problem } = await failure(work)
      expect([problem.code, problem.params]).toEqual([
        'secret.host-not-bound',
        { name: 'key', host: `127.0.0.1:${service.port}`, hosts: ['localhost'], count: 1 },
      ])
      expect(requests).toHaveLength(1)
    })

    it('follows one to a host that it is bound to, and masks it in the response of that host', async () => {
      const service = await serve((request, answer) => {
        if (request.headers.host?.startsWith('localhost')) {
          answer.writeHead(302, { location: `http://127.0.0.1:${service.port}${request.url}` }).end()
        } else answer.setHeader('x-echo', request.url!).end(request.url)
      })
      const sockets = createFakeSockets({ localhost: [['127.0.0.1']] }, service.port)
      const secrets = secretsFor('localhost', '127.0.0.1')
      const client = egress({ allow: ['localhost', '127.0.0.1'], secrets, sockets })
      const answer = await client.fetch({ url: `http://localhost:${service.port}/`, secrets: use, signal })
      const body = answer.redact(await readText(answer.body))
      expect([answer.url, answer.headers['x-echo'], body]).toEqual([
        `http://127.0.0.1:${service.port}/?key=•••`,
        '/?key=•••',
        '/?key=•••',
      ])
    })

    it('masks it in the problem of a redirect that is not allowed', async () => {
      const service = await serve((request, answer) =>
        answer.writeHead(302, { location: `ftp://files.example${request.url}` }).end(),
      )
      const client = egress({ allow: ['127.0.0.1'], secrets: secretsFor('127.0.0.1') })
      const { problem } = await failure(client.fetch({ url: service.url, secrets: use, signal }))
      expect([problem.code, problem.params]).toEqual(['egress.address', { address: '"ftp://files.example/?key=•••"' }])
    })
  })

  describe('to another origin', () => {
    const sendVia = async (status: number, method: string, body?: Uint8Array) => {
      const received: unknown[] = []
      const service = await serve((request, answer) => {
        const names = ['authorization', 'cookie', 'x-api-key', 'idempotency-key', 'referer', 'accept', 'content-type']
        const sent = names.filter((name) => request.headers[name] !== undefined)
        received.push([request.method, request.headers.host?.split(':')[0], sent])
        if (request.headers.host?.startsWith('localhost')) {
          answer.writeHead(status, { location: `http://127.0.0.1:${service.port}/next` }).end()
        } else answer.end('ok')
      })
      const sockets = createFakeSockets({ localhost: [['127.0.0.1']] }, service.port)
      const headers = {
        'X-Api-Key': 'typed',
        'Idempotency-Key': '1',
        Referer: 'http://localhost/',
        Accept: 'text/csv',
        ...(body ? { 'Content-Type': 'text/plain' } : {}),
      }
      const client = egress({ allow: ['localhost', '127.0.0.1'], sockets })
      const url = `http://localhost:${service.port}/`
      const work = client.fetch({ url, method, headers, ...(body ? { body } : {}), signal })
      return { work, received }
    }

    it('sends only headers that describe the expected response', async () => {
      const { work, received } = await sendVia(302, 'GET')
      expect((await work).status).toBe(200)
      expect(received).toEqual([
        ['GET', 'localhost', ['x-api-key', 'idempotency-key', 'referer', 'accept']],
        ['GET', '127.0.0.1', ['accept']],
      ])
    })

    it.each([307, 308])('does not send a body after status %i', async (status) => {
      const { work, received } = await sendVia(status, 'POST', new TextEncoder().encode('rows'))
      const { problem, kind } = await failure(work)
      expect([problem.code, kind]).toEqual(['egress.redirect.body', 'permanent'])
      expect(received).toHaveLength(1)
    })

    it('follows a redirect that drops the body', async () => {
      const { work, received } = await sendVia(303, 'POST', new TextEncoder().encode('rows'))
      expect((await work).status).toBe(200)
      expect(received.at(-1)).toEqual(['GET', '127.0.0.1', ['accept']])
    })
  })

  it('switches to GET where the status requires it, and keeps the method otherwise', async () => {
    const seen: string[] = []
    const service = await serve((request, answer) => {
      let body = ''
      request.on('data', (piece) => (body += piece))
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${body}`)
        if (request.url === '/end') answer.end('ok')
        else answer.writeHead(Number(request.url!.slice(1)), { location: '/end' }).end()
      })
    })
    const allow = ['127.0.0.1']
    const body = new TextEncoder().encode('x=1')
    for (const status of [303, 307]) await ask({ url: `${service.url}/${status}`, method: 'POST', body }, { allow })
    expect(seen).toEqual(['POST /303 x=1', 'GET /end ', 'POST /307 x=1', 'POST /end x=1'])
  })
})

describe('headers that route or frame a request', () => {
  const names = [
    'Host',
    'hOST',
    ' host',
    ':authority',
    ':path',
    'Connection',
    'Keep-Alive',
    'Content-Length',
    'Content_Length',
    'Transfer-Encoding',
    'TE',
    'Trailer',
    'Upgrade',
    'HTTP2-Settings',
    'Expect',
    'Proxy-Connection',
    'Forwarded',
    'Proxy-Authorization',
    'X-Forwarded-Host',
    'X_Forwarded_Host',
    'X-Forwarded-For',
    'X-Original-URL',
    'X-Host',
    'X-Rewrite-URL',
    'X-Original-Host',
    'X-HTTP-Host-Override',
  ]
  it.each(names)('rejects %s before anything is sent, also as the header of a secret', async (name) => {
    let count = 0
    const service = await serve((_, answer) => {
      count++
      answer.end()
    })
    const secrets = createSecrets({ name: 'key', value: 'geheim123', hosts: ['127.0.0.1'] })
    const client = egress({ allow: ['127.0.0.1'], secrets })
    for (const request of [
      { headers: { [name]: 'other-tenant.example' }, secrets: [{ name: 'key', as: 'bearer' as const }] },
      { secrets: [{ name: 'key', as: 'header' as const, field: name }] },
    ]) {
      const { problem, kind } = await failure(client.fetch({ url: service.url, ...request, signal }))
      expect([problem.code, problem.params, kind]).toEqual(['egress.broker-header', { name: name.trim() }, 'permanent'])
    }
    expect(count).toBe(0)
  })

  it('sends headers that do not', async () => {
    let received: unknown
    const service = await serve((request, answer) => {
      received = [request.headers['x-http-method-override'], request.headers.cookie, request.headers['x-hosting']]
      answer.end()
    })
    const headers = { 'X-HTTP-Method-Override': 'PATCH', Cookie: 'a=b', 'X-Hosting': 'c' }
    await egress({ allow: ['127.0.0.1'] }).fetch({ url: service.url, headers, signal })
    expect(received).toEqual(['PATCH', 'a=b', 'c'])
  })
})

describe('limits', () => {
  const allow = ['127.0.0.1']

  it('limits headers', async () => {
    const service = await serve((_, answer) => answer.writeHead(200, { 'x-long': 'a'.repeat(8_000) }).end())
    const limits = { headerBytes: 4_096 }
    const { problem, kind } = await failure(egress({ allow }).fetch({ url: service.url, limits, signal }))
    expect([problem.code, kind]).toEqual(['egress.headers-too-large', 'permanent'])
  })

  it('limits bodies with and without a declared length, and decompressed bodies', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000))
    const service = await serve((request, answer) => {
      if (request.url === '/announced')
        answer.writeHead(200, { 'content-length': 2_000_000 }).end(Buffer.alloc(2_000_000))
      else if (request.url === '/packed') answer.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
      else {
        const timer = setInterval(() => answer.write(Buffer.alloc(10_000)), 1)
        answer.on('close', () => clearInterval(timer))
      }
    })
    for (const path of ['/announced', '/packed', '/endless']) {
      const limits = { bodyBytes: 100_000 }
      const work = egress({ allow })
        .fetch({ url: `${service.url}${path}`, limits, signal })
        .then(({ body }) => readText(body))
      const { problem } = await failure(work)
      expect([path, problem.code]).toEqual([path, 'egress.too-large'])
    }
  })

  it('decompresses bodies', async () => {
    const service = await serve((_, answer) =>
      answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello')),
    )
    expect(await ask({ url: service.url }, { allow })).toBe('200 hello')
  })

  it('times out on a host that accepts a connection but never responds', async () => {
    const server = createServer((socket) => socket.resume())
    await new Promise<void>((fulfil) => server.listen(0, '127.0.0.1', fulfil))
    closing.push(() => new Promise((fulfil) => server.close(() => fulfil())))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const { problem, kind } = await failure(egress({ allow }).fetch({ url, limits: { idleMs: 100 }, signal }))
    expect([problem.code, kind]).toEqual(['egress.timeout', 'transient'])
  })

  it('times out on a body that stalls, and on one that trickles forever', async () => {
    const service = await serve((request, answer) => {
      answer.write('begin')
      if (request.url === '/stops') return
      const timer = setInterval(() => answer.write('.'), 10)
      answer.on('close', () => clearInterval(timer))
    })
    for (const [path, limits] of [
      ['/stops', { idleMs: 100 }],
      ['/drips', { idleMs: 5_000, totalMs: 200 }],
    ] as const) {
      const work = egress({ allow })
        .fetch({ url: `${service.url}${path}`, limits, signal })
        .then(({ body }) => readText(body))
      expect((await failure(work)).problem.code).toBe('egress.timeout')
    }
  })

  it('stops when the signal is aborted, while waiting and while reading', async () => {
    const service = await serve((request, answer) => {
      if (request.url === '/reads') answer.write('begin')
    })
    for (const path of ['/waits', '/reads']) {
      const stop = new AbortController()
      const work = egress({ allow })
        .fetch({ url: `${service.url}${path}`, signal: stop.signal })
        .then(({ body }) => readText(body))
      setTimeout(() => stop.abort(new Error('enough')), 50)
      await expect(work).rejects.toThrow('enough')
    }
  })

  it('reports why a host is not reachable', async () => {
    const { problem, kind } = await failure(egress({ allow }).fetch({ url: 'http://127.0.0.1:9/', signal }))
    expect([problem.code, kind]).toEqual(['egress.unreachable', 'transient'])
    expect(englishFormatter.renderProblem(problem).message).toContain('the connection was refused')
    const sockets = createFakeSockets({}, 9)
    const unknown = await failure(egress({ sockets }).fetch({ url: 'http://nowhere.example/', signal }))
    expect([unknown.problem.code, unknown.kind]).toEqual(['egress.unknown-host', 'permanent'])
  })

  it.each([
    ['ENOTFOUND', 'egress.unknown-host', 'permanent'],
    ['ENODATA', 'egress.unknown-host', 'permanent'],
    ['EAI_AGAIN', 'egress.resolver-failed', 'transient'],
    ['ETIMEOUT', 'egress.resolver-failed', 'transient'],
    ['ESERVFAIL', 'egress.resolver-failed', 'transient'],
  ])('tells a host that does not exist from a resolver that fails: %s', async (code, problemCode, kind) => {
    const resolve = () => Promise.reject(Object.assign(new Error(code), { code }))
    const sockets = { ...createFakeSockets({}, 9), resolve }
    const thrown = await failure(egress({ sockets }).fetch({ url: 'http://nowhere.example/', signal }))
    expect([thrown.problem.code, thrown.kind]).toEqual([problemCode, kind])
  })
})

describe('secrets', () => {
  const value = 'p@ss wörd/1'
  const secrets = createSecrets(
    { name: 'key', value, hosts: ['127.0.0.1'] },
    { name: 'other', value, hosts: ['api.example.com'] },
  )
  const allow = ['127.0.0.1']

  it.each([
    ['bearer', { name: 'plain', as: 'bearer' }, 'Bearer abcdef'],
    ['basic', { name: 'plain', as: 'basic' }, 'Basic YWJjZGVm'],
    ['header', { name: 'plain', as: 'header', field: 'X-Key' }, 'abcdef'],
    ['query', { name: 'key', as: 'query', field: 'api_key' }, value],
  ] as const)('are sent as %s and redacted in the response', async (_, use, expected) => {
    let seen: string | undefined
    const service = await serve((request, answer) => {
      const { searchParams } = new URL(request.url!, 'http://x')
      seen = request.headers.authorization ?? String(request.headers['x-key'] ?? searchParams.get('api_key') ?? '')
      answer.setHeader('x-echo', encodeURIComponent(seen))
      answer.end(JSON.stringify({ seen, url: request.url }))
    })
    const bothSecrets = createSecrets(
      { name: 'plain', value: 'abcdef', hosts: ['127.0.0.1'] },
      ...[await secrets.find('key')].map((one) => one!),
    )
    const answer = await egress({ allow, secrets: bothSecrets }).fetch({
      url: `${service.url}/?q=1`,
      secrets: [use],
      signal,
    })
    const visible = JSON.stringify([answer.url, answer.headers, answer.redact(await readText(answer.body))])
    expect(seen).toBe(expected)
    for (const form of ['abcdef', 'YWJjZGVm', value, encodeURIComponent(value), 'p%40ss+w%C3%B6rd%2F1']) {
      expect(visible).not.toContain(form)
    }
    expect(visible).toContain('•••')
  })

  it('[17] are sent only to the hosts that they are bound to', async () => {
    const sockets = createFakeSockets({}, 9)
    const client = egress({ allow: ['*', '127.0.0.1'], secrets, sockets })
    const codes = await Promise.all(
      [
        ['other', 'https://evil.example/'],
        ['other', 'https://api.example.com.evil.example/'],
        ['none', 'https://api.example.com/'],
        ['other', 'http://api.example.com/'],
      ].map(async ([name, url]) => {
        const { problem } = await failure(client.fetch({ url: url!, secrets: [{ name: name!, as: 'bearer' }], signal }))
        expect(JSON.stringify(problem)).not.toContain(value)
        return problem.code
      }),
    )
    expect(codes).toEqual(['secret.host-not-bound', 'secret.host-not-bound', 'secret.unknown', 'secret.unencrypted'])
    expect(sockets.resolved).toEqual([])
  })

  it('are not sent if they are bound to a public suffix', async () => {
    const sockets = createFakeSockets({}, 9)
    const wide = createSecrets({ name: 'wide', value, hosts: ['api.example.com', '*.com'] })
    const work = egress({ secrets: wide, sockets }).fetch({
      url: 'https://evil.com/',
      secrets: [{ name: 'wide', as: 'bearer' }],
      signal,
    })
    const { problem } = await failure(work)
    expect([problem.code, problem.params]).toEqual(['secret.public-suffix', { name: 'wide', host: '*.com' }])
    expect(sockets.resolved).toEqual([])
  })
})
