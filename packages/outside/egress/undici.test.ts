import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('keeps Node’s own `fetch` in a process that loads undici first', async () => {
  const server = createServer((request, response) => {
    request.on('data', (bytes: Buffer) => response.end(`${request.headers['content-length']} ${bytes.toString()}`))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const sent = `{ method: 'PUT', body: 'abc', headers: { 'content-length': '3' } }`
    const program = `await import('./undici.ts'); console.log(await (await fetch('${address}', ${sent})).text())`
    const nodeArguments = ['--import', 'tsx', '--conditions=aw-source', '--input-type=module', '--eval', program]
    const cwd = fileURLToPath(new URL('.', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, nodeArguments, { cwd })
    expect(stdout.trim()).toBe('3 abc')
  } finally {
    server.close()
  }
})
