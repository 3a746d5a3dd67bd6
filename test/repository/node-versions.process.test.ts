import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findFreePort } from '../../server/testing/free-port.ts'

const root = resolve(import.meta.dirname, '../..')

let folder: string
let started: ChildProcess | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-node-versions-'))
})
afterEach(async () => {
  await stop()
  await rm(folder, { recursive: true, force: true })
})

/** Ends `npm start` and the processes that it has started. */
async function stop(): Promise<void> {
  const child = started
  started = undefined
  if (child?.exitCode !== null || child.pid === undefined) return
  const ended = new Promise((resolveEnded) => child.once('close', resolveEnded))
  process.kill(-child.pid, 'SIGKILL')
  await ended
}

/** Runs `npm start` in a folder until its server is ready. */
async function start(cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const port = await findFreePort()
  const child = spawn('npm', ['start'], {
    cwd,
    env: { ...process.env, ...env, PORT: String(port), AW_DATA: join(folder, 'data') },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started = child
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const origin = `http://localhost:${port}`
  await expect
    .poll(
      async () => {
        if (child.exitCode !== null) throw new Error(`npm start exited with code ${child.exitCode}: ${output}`)
        return (await fetch(`${origin}/health/ready`).catch(() => undefined))?.ok
      },
      { timeout: 500_000, interval: 200 },
    )
    .toBe(true)
  return origin
}

/** Returns a folder with links to programs, as the whole PATH of a computer that has no others. */
async function linkPrograms(names: readonly string[]): Promise<string> {
  const programs = join(folder, 'programs')
  await mkdir(programs)
  for (const name of names) {
    const path = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
    await symlink(path, join(programs, name))
  }
  return programs
}

// The versions that the `engines` field allows, from the packages of the same name.
test.each(['20', '22', '24'])(
  'a new clone starts on Node %s without a browser, Python or compiler, and again without a network',
  async (version) => {
    const node = join(folder, 'node')
    await mkdir(node)
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', node, `node@${version}`], {
      stdio: 'ignore',
    })
    const bin = join(node, 'node_modules/.bin')
    expect(execFileSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${version}\\.`))
    const clone = join(folder, 'clone')
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone])
    const PATH = [bin, await linkPrograms(['npm', 'sh'])].join(delimiter)
    const origin = await start(clone, { PATH, CHROME_PATH: '' })
    expect(await (await fetch(origin)).text()).toContain('<studio-app')
    await stop()
    // Port 9 answers nothing.
    const proxy = 'http://127.0.0.1:9'
    await start(clone, { PATH, CHROME_PATH: '', npm_config_offline: 'true', HTTP_PROXY: proxy, HTTPS_PROXY: proxy })
  },
)
