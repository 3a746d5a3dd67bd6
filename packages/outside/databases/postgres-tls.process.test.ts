import { NodeError } from '@aw-flow/engine'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testCertificate } from '../egress/test-certificate.ts'
import { createFakeSockets } from '../egress/test-service.ts'
import { openDatabases } from './open-databases.ts'
import { findPostgresBinFolder, startPostgres, type StartedPostgres } from './test-start-postgres.ts'

const bin = findPostgresBinFolder()
const password = 'sesam-offen-4711'
const address = ['93.184.215.14']

const ask = (port: number, { host = 'secure.example', value = '', ca = testCertificate.cert } = {}) =>
  openDatabases({
    allow: ['*'],
    secrets: {
      find: async (name) => ({ name, value: value || `postgres://owner:${password}@${host}/postgres`, hosts: [host] }),
      list: async () => [],
    },
    sockets: createFakeSockets({ 'secure.example': [address], 'other.example': [address] }, port),
    ...(ca === '' ? {} : { tls: { ca } }),
  }).query({
    secret: 'db',
    statement: 'SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    parameters: [],
    isReadOnly: true,
    maxRows: 10,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
  })
const failure = async (work: Promise<unknown>): Promise<[string, string]> => {
  const cause = await work.catch((thrown: unknown) => thrown)
  expect(cause).toBeInstanceOf(NodeError)
  const { kind, problem } = cause as NodeError
  expect(problem.message + (problem.hint ?? '')).not.toContain('sesam')
  return [problem.code, kind]
}

describe.skipIf(bin === undefined)('a real PostgreSQL over TLS (skipped where PostgreSQL is not installed)', () => {
  let postgres: StartedPostgres
  beforeAll(async () => {
    postgres = await startPostgres(bin!, password)
  })
  afterAll(() => postgres.close())

  it('is queried over TLS at the checked address, with its host name', async () => {
    const { rows } = await ask(postgres.port)
    expect(rows).toEqual([['true', 'TLSv1.3']])
  })

  it('is rejected with an untrusted certificate or one for another name', async () => {
    expect(await failure(ask(postgres.port, { ca: '' }))).toEqual(['database.insecure-connection', 'permanent'])
    expect(await failure(ask(postgres.port, { host: 'other.example' }))).toEqual([
      'database.insecure-connection',
      'permanent',
    ])
  })

  it('rejects unencrypted connections and a wrong password', async () => {
    const clear = `postgres://owner:${password}@secure.example/postgres?sslmode=disable`
    expect(await failure(ask(postgres.port, { value: clear }))).toEqual(['database.refused', 'permanent'])
    const wrong = 'postgres://owner:sesam-zu@secure.example/postgres'
    expect(await failure(ask(postgres.port, { value: wrong }))).toEqual(['database.refused', 'permanent'])
  })
})

it('sends nothing to a server without TLS', async () => {
  let seen = ''
  const server = createServer((socket) => {
    socket.on('data', (piece) => {
      seen += piece.toString('latin1')
      socket.write('N')
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    expect(await failure(ask((server.address() as AddressInfo).port))).toEqual([
      'database.insecure-connection',
      'permanent',
    ])
    expect(seen).toHaveLength(8)
  } finally {
    await new Promise((done) => server.close(done))
  }
})
