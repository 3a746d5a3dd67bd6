import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'

/** An S3-compatible service with one bucket and injected failures. */
export interface TestBucket {
  /** Value for STORAGE_URL. */
  address: string
  /** Returns how a request fails; by default, no request fails. */
  failing: ((request: IncomingMessage, count: number) => Failure | undefined) | undefined
  /** Size of the largest body in either direction. */
  largest(): number
  requests(): number
  close(): Promise<void>
}

/**
 * `refuse`: responds with 503. `cut`: closes the connection before the operation. `lose`: executes it and drops the
 * response.
 */
export type Failure = 'refuse' | 'cut' | 'lose'

export async function openTestBucket(): Promise<TestBucket> {
  const directory = await mkdtemp(join(tmpdir(), 'aw-bucket-'))
  const service = new S3rver({ directory, silent: true, vhostBuckets: false })
  await service.store.putBucket('data')
  const answer = service.callback()
  let count = 0
  let largest = 0
  const server = createServer((request, response) => {
    const failure = bucket.failing?.(request, count++)
    largest = Math.max(largest, Number(request.headers['content-length'] ?? 0))
    if (failure === 'cut') return void request.socket.destroy()
    if (failure === 'refuse') {
      request.resume()
      return void response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>')
    }
    const write = response.write.bind(response)
    if (failure === 'lose') {
      response.write = () => true
      response.end = () => {
        request.socket.destroy()
        return response
      }
    } else {
      let sent = 0
      response.write = ((chunk: string | Uint8Array, ...rest: []) => {
        sent += chunk.length
        largest = Math.max(largest, sent)
        return write(chunk, ...rest)
      }) as typeof response.write
    }
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const bucket: TestBucket = {
    address: `s3+http://S3RVER:S3RVER@127.0.0.1:${port}/data?region=us-east-1`,
    failing: undefined,
    largest: () => largest,
    requests: () => count,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(directory, { recursive: true, force: true })
    },
  }
  return bucket
}
