import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { createTemporaryFolder } from './temporary-folder.ts'

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const source = pathToFileURL(join(import.meta.dirname, 'temporary-folder.ts')).href

/** Starts a process that creates a folder with a file, and prints its path. */
const startProcess = () =>
  spawn(
    process.execPath,
    [
      '--import',
      loader,
      '--input-type=module',
      '-e',
      `import { writeFileSync } from 'node:fs'
      const { createTemporaryFolder } = await import(${JSON.stringify(source)})
      const { path } = await createTemporaryFolder('aw-test-')
      writeFileSync(path + '/unpacked', Buffer.alloc(1_000_000))
      process.stdout.write(path + '\\n')`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )

const readLine = (child: ReturnType<typeof startProcess>): Promise<string> =>
  new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk).trim())))
const waitForExit = (child: ReturnType<typeof startProcess>): Promise<unknown> =>
  new Promise((resolve) => child.once('exit', resolve))

test('a process that ends leaves no files, and does not wait for the guard', { timeout: 180_000 }, async () => {
  const child = startProcess()
  const [path] = await Promise.all([readLine(child), waitForExit(child)])
  expect(existsSync(path)).toBe(false)
})

test('removes a folder with its content', async () => {
  const folder = await createTemporaryFolder('aw-test-')
  await writeFile(join(folder.path, 'unpacked'), 'a')
  await folder.remove()
  expect(existsSync(folder.path)).toBe(false)
})
