import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { selectSlowCases } from '../../test/sizes.ts'

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const source = pathToFileURL(join(import.meta.dirname, 'end-with-parent.ts')).href

/** A process that prints its id and executes `code`, and its parent. */
const createParentScript = (code: string): string => {
  const childScript = `
    const { exitWithParent, watchParent } = await import(${JSON.stringify(source)})
    exitWithParent()
    watchParent()
    setTimeout(() => process.stdout.write(process.pid + '\\n', () => { ${code} }), 500)`
  return `
    const args = ['--import', ${JSON.stringify(loader)}, '--input-type=module', '-e', ${JSON.stringify(childScript)}]
    const stdio = ['ignore', 'inherit', 'inherit', 'ipc']
    require('node:child_process').spawn(process.execPath, args, { stdio })
    process.on('SIGTERM', () => process.exit(0))`
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const busyPrograms = [
  ['main thread is blocked', 'for (;;);'],
  [
    'other threads execute native code for minutes',
    `process.getBuiltinModule('crypto').pbkdf2('', '', 2 ** 31 - 1, 64, 'sha512', () => undefined)`,
  ],
] as const

test.each(selectSlowCases(busyPrograms))('a process whose %s ends after its parent', async (_, code) => {
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    const parent = spawn(process.execPath, ['-e', createParentScript(code)], { stdio: ['ignore', 'pipe', 'inherit'] })
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', (chunk) => resolve(String(chunk)))))
    try {
      expect(isRunning(pid)).toBe(true)
      parent.kill(signal)
      await expect.poll(() => isRunning(pid), { timeout: 50_000 }).toBe(false)
    } finally {
      if (isRunning(pid)) process.kill(pid, 'SIGKILL')
    }
  }
})
