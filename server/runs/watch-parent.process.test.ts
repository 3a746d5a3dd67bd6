import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const source = pathToFileURL(join(import.meta.dirname, 'watch-parent.ts')).href

/** A process that prints its id and then blocks its main thread, as native code does. */
const busyScript = `
  const { watchParent } = await import(${JSON.stringify(source)})
  watchParent()
  setTimeout(() => {
    process.stdout.write(process.pid + '\\n', () => { for (;;); })
  }, 500)`
const parentScript = `
  const args = ['--import', ${JSON.stringify(loader)}, '--input-type=module', '-e', ${JSON.stringify(busyScript)}]
  require('node:child_process').spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  setInterval(() => undefined, 1000)`

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a blocked process ends within five seconds of its parent', { timeout: 180_000 }, async () => {
  const parent = spawn(process.execPath, ['-e', parentScript], { stdio: ['ignore', 'pipe', 'inherit'] })
  const pid = Number(await new Promise((resolve) => parent.stdout.once('data', (chunk) => resolve(String(chunk)))))
  try {
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isRunning(pid), { timeout: 180_000 }).toBe(false)
  } finally {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL')
  }
})
