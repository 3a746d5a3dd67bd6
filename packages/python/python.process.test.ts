import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createServerProcess } from '../../server/testing/test-server-process.ts'

const root = resolve(import.meta.dirname, '../..')
const source = ['--import', 'tsx', '--conditions=aw-source', join(root, 'packages/cli/main.ts')]
const program = process.env.AW_TEST_BUILT === undefined ? source : [join(root, 'packages/cli/aw.mjs')]
const folder = mkdtempSync(join(tmpdir(), 'aw-python-'))
const server = createServerProcess('server', { AW_DATA: folder, AW_LOG: 'error' })
afterAll(async () => {
  await server.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a command of Python, and returns its exit code and output. */
const python = (args: string[], environment: Record<string, string> = {}): Promise<{ exit: unknown; output: string }> =>
  new Promise((done) => {
    const options = {
      cwd: import.meta.dirname,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...environment },
      timeout: 250_000,
    }
    // The Python of Debian has the packages of Debian, such as pandas.
    execFile('/usr/bin/python3', args, options, (cause, stdout, stderr) =>
      done({ exit: cause ? cause.code : 0, output: stdout + stderr }),
    )
  })

const found = await python(['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'])
const reason = found.exit === 0 ? '' : ' (skipped: /usr/bin/python3 of version 3.9 or later is not installed)'

describe.skipIf(found.exit !== 0)(`the Python package${reason}`, () => {
  test('uses the program on this computer', async () => {
    const words = [process.execPath, ...program].map((word) => `'${word}'`).join(' ')
    const { exit, output } = await python(['-m', 'unittest', 'tests.test_local'], { AW_COMMAND: words })
    expect([exit, output]).toEqual([0, expect.stringContaining('OK')])
  })

  test('uses a server', async () => {
    await server.start()
    const { exit, output } = await python(['-m', 'unittest', 'tests.test_server'], { AW_SERVER: server.url })
    expect([exit, output]).toEqual([0, expect.stringContaining('OK')])
  })
})
