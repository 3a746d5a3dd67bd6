import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('npm start names a port that is in use and another one, before it installs or builds', async () => {
  const holder = createServer()
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
  const { port } = holder.address() as AddressInfo
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs')], {
    env: { ...process.env, PORT: String(port), AW_LISTEN: '' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const code = await new Promise((resolve) => child.once('close', resolve))
  holder.close()
  expect([code, output]).toEqual([
    1,
    `Port ${port} on 127.0.0.1 is in use. Stop the program that uses it, or use another port: PORT=${port + 1} npm start\n`,
  ])
})
