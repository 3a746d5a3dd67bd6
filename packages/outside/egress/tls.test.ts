import { NodeError, noSecrets } from '@aw-flow/engine'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEgress } from './create-egress.ts'
import { testCertificate } from './test-certificate.ts'
import { createFakeSockets, readText } from './test-service.ts'

let server: Server
let port = 0
const names: unknown[] = []
beforeAll(async () => {
  server = createServer(testCertificate, (request, response) => {
    names.push((request.socket as TLSSocket).servername)
    response.end('safe')
  })
  await new Promise<void>((fulfil) => server.listen(0, '127.0.0.1', fulfil))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((fulfil) => server.close(fulfil))
})

const address = ['93.184.215.14']
const ask = async (url: string, ca?: string): Promise<string> => {
  const sockets = createFakeSockets({ 'secure.example': [address], 'other.example': [address] }, port)
  const egress = createEgress({
    allow: ['*'],
    secrets: noSecrets,
    sockets,
    ...(ca === undefined ? {} : { tls: { ca } }),
  })
  try {
    const answer = await egress.fetch({ url, signal: new AbortController().signal })
    expect(sockets.dialed).toEqual([`${address[0]} 443`])
    return await readText(answer.body)
  } finally {
    await egress.close()
  }
}
const codeOf = async (work: Promise<unknown>): Promise<[string, string]> => {
  const cause = await work.catch((thrown: unknown) => thrown)
  expect(cause).toBeInstanceOf(NodeError)
  return [(cause as NodeError).problem.code, (cause as NodeError).kind]
}

describe('https', () => {
  it('connects to the checked address with the requested host name', async () => {
    expect(await ask('https://secure.example/', testCertificate.cert)).toBe('safe')
    expect(names).toEqual(['secure.example'])
  })

  it('rejects an untrusted certificate and one for another name', async () => {
    expect(await codeOf(ask('https://secure.example/'))).toEqual(['egress.certificate', 'permanent'])
    expect(await codeOf(ask('https://other.example/', testCertificate.cert))).toEqual([
      'egress.certificate',
      'permanent',
    ])
    expect(names).toHaveLength(1)
  })
})
