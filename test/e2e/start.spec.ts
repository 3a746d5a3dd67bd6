import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { wasmFlags } from '../sizes.ts'
import { policy } from './support/policy.ts'
import { readAddress } from './support/real-server.ts'

test('npm start serves the studio and the API on loopback, under the policy, and stops on a signal', async () => {
  const root = resolve(import.meta.dirname, '../..')
  const data = await mkdtemp(join(tmpdir(), 'aw-start-'))
  const env = { ...process.env, PORT: '0', AW_DATA: data }
  const child = spawn(process.execPath, [...wasmFlags, join(root, 'server/start.mjs')], {
    cwd: root,
    env,
    stdio: 'pipe',
  })
  try {
    let output = ''
    child.stdout.on('data', (piece) => (output += piece))
    child.stderr.on('data', (piece) => (output += piece))
    const { origin } = await readAddress(child, () => output)
    // A build would empty the folder of the studio while other tests open it.
    expect(output).not.toContain('Building')

    const page = await fetch(`${origin}/workflows/cosmo-ready`)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toBe(policy)
    await expect.poll(async () => (await fetch(`${origin}/api/v1/workflows`)).status).toBe(200)

    const foreign = await fetch(`${origin}/api/v1/workflows`, {
      headers: { origin: 'http://evil.example' },
    })
    expect(foreign.status).toBe(403)
    expect(await foreign.json()).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } })
  } finally {
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGINT')
    await ended
    await rm(data, { recursive: true, force: true })
  }
})
