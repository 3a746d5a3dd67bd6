import { NodeError } from '@aw-flow/engine'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testCertificate } from '../egress/test-certificate.ts'
import { standIns } from '../egress/test-service.ts'
import { openDatabases } from './open-databases.ts'
import { postgresPrograms, startPostgres, type StartedPostgres } from './test-start-postgres.ts'

const bin = postgresPrograms()
const password = 'sesam-offen-4711'
const address = ['93.184.215.14']

const ask = (port: number, { host = 'secure.example', value = '', ca = testCertificate.cert } = {}) =>
  openDatabases({
    allow: ['*'],
    secrets: {
      find: async (name) => ({ name, value: value || `postgres://owner:${password}@${host}/postgres`, hosts: [host] }),
      list: async () => [],
    },
    sockets: standIns({ 'secure.example': [address], 'other.example': [address] }, port),
    ...(ca === '' ? {} : { tls: { ca } }),
  }).query({
    secret: 'db',
    statement: 'SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    parameters: [],
    isReadOnly: true,
    mostRows: 10,
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
  }, 120_000)
  afterAll(() => postgres.close())

  it('is asked over TLS, at the checked address and under its name', async () => {
    const { rows } = await ask(postgres.port)
    expect(rows).toEqual([['true', 'TLSv1.3']])
  })

  it('is refused with a certificate that nobody trusts, or of another name', async () => {
    expect(await failure(ask(postgres.port, { ca: '' }))).toEqual(['database.not-safe', 'permanent'])
    expect(await failure(ask(postgres.port, { host: 'other.example' }))).toEqual(['database.not-safe', 'permanent'])
  })

  it('refuses what comes in the clear, and a wrong password', async () => {
    const clear = `postgres://owner:${password}@secure.example/postgres?sslmode=disable`
    expect(await failure(ask(postgres.port, { value: clear }))).toEqual(['database.refused', 'permanent'])
    const wrong = 'postgres://owner:sesam-zu@secure.example/postgres'
    expect(await failure(ask(postgres.port, { value: wrong }))).toEqual(['database.refused', 'permanent'])
  })
})

it('nothing is sent to a server that offers no TLS', async () => {
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
    expect(await failure(ask((server.address() as AddressInfo).port))).toEqual(['database.not-safe', 'permanent'])
    expect(seen).toHaveLength(8)
  } finally {
    await new Promise((done) => server.close(done))
  }
})
