import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { closeSync, createReadStream, existsSync, openSync, readdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { createNode } from '../../test/create-node.ts'

const root = resolve(import.meta.dirname, '../..')
const getFixturePath = (name: string): string => join(root, 'test/fixtures', name)
const exampleWorkflowPath = join(root, 'examples/workflows/cosmo-ready.json')

const folder = await mkdtemp(join(tmpdir(), 'aw-main-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const fromSource = ['--import', 'tsx', '--conditions=aw-source', join(import.meta.dirname, 'main.ts')]
const program = process.env.AW_TEST_BUILT === undefined ? fromSource : [join(import.meta.dirname, 'aw.mjs')]

/** Starts `aw` as a process. */
const start = (...words: string[]): ChildProcessWithoutNullStreams => startWith({}, ...words)
const startWith = (environment: Record<string, string>, ...words: string[]): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [...program, ...words], { cwd: root, env: { ...process.env, ...environment } })

async function ended(
  child: ChildProcessWithoutNullStreams,
): Promise<{ exit: number | null; out: string; stderr: string }> {
  let out = ''
  let stderr = ''
  child.stdout.on('data', (piece) => (out += piece))
  child.stderr.on('data', (piece) => (stderr += piece))
  const exit = await new Promise<number | null>((done) => child.once('close', done))
  return { exit, out, stderr }
}

describe('aw as a process', () => {
  test('runs the main workflow, without progress in a pipe', async () => {
    const out = join(folder, 'result.csv')
    const { exit, stderr } = await ended(
      start('run', exampleWorkflowPath, '--input', getFixturePath('sample.csv'), '--out', out),
    )
    expect([exit, stderr]).toEqual([0, ''])
    expect((await readFile(out, 'utf8')).split('\n')).toHaveLength(7)
  })

  test('exits with 2 for wrong use and 1 for failure, without a stack trace', async () => {
    const wrong = await ended(start('run', getFixturePath('workflows/cycle.json')))
    expect([wrong.exit, wrong.out]).toEqual([2, ''])
    expect(wrong.stderr).toMatch(/^error: .*depend on each other/)
    const failed = await ended(start('load', getFixturePath('binary.bin')))
    expect([failed.exit, failed.out]).toEqual([1, ''])
    expect(wrong.stderr + failed.stderr).not.toMatch(/\n\s+at /)
  })

  test.runIf(existsSync('/dev/full'))('output that does not fit on the disk is reported, and the command fails', () => {
    const out = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [...program, 'explain', 'load.xml'], {
      cwd: root,
      stdio: ['ignore', out, 'pipe'],
      encoding: 'utf8',
    })
    closeSync(out)
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: The disk is full, so "standard output" could not/),
    ])
  })

  test.runIf(process.env.AW_TEST_BUILT && process.platform === 'linux')(
    'a limit of open files that is too low to load the program is reported without a stack trace',
    () => {
      const command = `ulimit -n 24; exec "$0" "$@"`
      const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, ...program, 'nodes'], {
        cwd: root,
        encoding: 'utf8',
      })
      expect([status, stderr]).toEqual([1, expect.stringMatching(/^Too few files can be open .*\n$/)])
    },
  )

  test('a closed pipe is not an error', async () => {
    const child = start('nodes', '--json')
    child.stdout.destroy()
    const { exit, stderr } = await ended(child)
    expect([exit, stderr]).toEqual([0, ''])
  })

  test('serves until it is stopped', async () => {
    const child = startWith({ AW_DATA: join(folder, 'data') }, 'serve', '--port', '0')
    let url = ''
    child.stdout.on('data', (piece) => (url += piece))
    const end = ended(child)
    await expect.poll(() => url, { timeout: 180_000 }).toMatch(/^aw is running at http:\/\/localhost:\d+\n$/)
    const health = await fetch(new URL('/api/v1/nodes', url.replace('aw is running at ', '')))
    expect(await health.json()).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ type: 'loading' })]),
    })
    child.kill('SIGINT')
    expect(await end).toMatchObject({ exit: 0, stderr: '' })
  })

  test('Ctrl-C cancels a run, which is recorded', async () => {
    const big = join(folder, 'big.csv')
    const rows = Array.from({ length: 400_000 }, (_, index) => `${index},name ${index},${index * 1.5},${index % 7},x,y`)
    await writeFile(big, `id,name,value,kind,a,b\n${rows.join('\n')}\n`)
    const events = join(folder, 'events.jsonl')
    const child = start(
      'run',
      exampleWorkflowPath,
      '--input',
      big,
      '--events',
      events,
      '--out',
      join(folder, 'none.csv'),
    )
    const end = ended(child)
    await expect
      .poll(() => (existsSync(events) ? readFile(events, 'utf8') : ''), { timeout: 180_000, interval: 5 })
      .toContain('node-started')
    child.kill('SIGINT')
    expect(await end).toMatchObject({ exit: 130 })
    const types: string[] = []
    for await (const line of createInterface(createReadStream(events)))
      types.push((JSON.parse(line) as { type: string }).type)
    expect(types).toContain('cancel-requested')
    expect(types.at(-1)).toBe('run-cancelled')
    expect(existsSync(join(folder, 'none.csv'))).toBe(false)
  })

  /** A statement with one value, within which DuckDB cannot be interrupted. */
  const endlessStatement =
    "SELECT list_sum(list_transform(range(100000), lambda x: levenshtein(repeat('ab', 240) || x, repeat('ba', 240)))) AS n FROM input"

  /** Starts a run of a statement. */
  async function startStatement(
    statement: string,
    config: object,
    {
      environment = {},
      input = getFixturePath('sample.csv'),
    }: { environment?: Record<string, string>; input?: string } = {},
  ) {
    const temporary = await mkdtemp(join(folder, 'temporary-'))
    const workflow = join(temporary, 'endless.json')
    const node = (id: string, type: string, nodeConfig: object) => createNode(id, type, nodeConfig)
    const nodes = [node('load', 'loading', {}), node('sql', 'sql', { statement, ...config })]
    const edges = [{ id: 'e', source: 'load', target: 'sql', sourceHandle: 'table' }]
    await writeFile(workflow, JSON.stringify({ version: 1, name: 'Endless', nodes, edges }))
    const events = join(temporary, 'endless.jsonl')
    const words = ['run', workflow, '--input', input, '--events', events]
    return { child: startWith({ TMPDIR: temporary, ...environment }, ...words), events, temporary }
  }

  const watchModule = JSON.stringify(join(import.meta.dirname, 'watch-memory.ts'))
  /** Starts a script that watches its memory, with a limit of open files. */
  const startWatched = (script: string): ChildProcessWithoutNullStreams => {
    const source = `import { watchMemory } from ${watchModule}\nwatchMemory(400 * 2 ** 20, 300)\n${script}`
    const command = [process.execPath, ...fromSource.slice(0, -1), '--input-type=module', '-e', source]
    return spawn('sh', ['-c', 'ulimit -n 200; exec "$@"', 'sh', ...command], { cwd: root })
  }

  test.skipIf(process.platform === 'win32')(
    'another process ends a command that uses too much memory, whose main thread is blocked, and that can open no file',
    async () => {
      const child = startWatched(`import { openSync } from 'node:fs'
        try { for (;;) openSync('/dev/null') } catch {}
        // It cannot start its process, which is not an error.
        watchMemory(2 ** 40)
        const held = Buffer.alloc(600 * 2 ** 20, 1)
        for (;;) held.at(-1)`)
      const signal = new Promise((done) => child.once('exit', (_, name) => done(name)))
      expect((await ended(child)).stderr).toBe(
        'The command was stopped because it used more than 400 MB of memory.\nProcess fewer rows or columns at a time, or raise AW_RUN_MEMORY.\n',
      )
      expect(await signal).toBe('SIGKILL')
    },
  )

  test.skipIf(process.platform === 'win32')(
    'another process ends a command that uses too much memory, even if nobody reads its errors',
    async () => {
      const child = startWatched('const held = Buffer.alloc(600 * 2 ** 20, 1)\nfor (;;) held.at(-1)')
      child.stderr.destroy()
      expect(await new Promise((done) => child.once('exit', (_, name) => done(name)))).toBe('SIGKILL')
    },
  )

  test.runIf(process.platform === 'linux')(
    'the process that watches the memory of a command ends with it, however it ends',
    async () => {
      for (const end of ["process.kill(process.pid, 'SIGKILL')", 'setTimeout(() => {}, 100)']) {
        const child = startWatched(`import { readFileSync } from 'node:fs'
          process.stdout.write(readFileSync('/proc/self/task/' + process.pid + '/children', 'latin1'), () => { ${end} })`)
        const [watcher = ''] = (await ended(child)).out.trim().split(' ')
        expect(watcher).toMatch(/^\d+$/)
        await expect.poll(() => existsSync(`/proc/${watcher}`)).toBe(false)
      }
    },
  )

  test('a statement that fills the memory outside its data engine is reported and recorded, and ends the command', async () => {
    const statement = `SELECT strlen(list_transform(range(100000), x -> reverse(repeat('é', 50000)))::VARCHAR) AS n FROM input`
    // It fills the memory so slowly that the command can report it before it is killed.
    const { child, events, temporary } = await startStatement(statement, {}, { environment: { AW_RUN_MEMORY: '600' } })
    const { exit, out, stderr } = await ended(child)
    expect(exit).toBe(3)
    expect(out + stderr).toContain('Out of memory: the command needs more than 600 MB')
    expect(await readFile(events, 'utf8')).toContain('tables.out-of-memory')
    expect(await readdir(temporary)).not.toContainEqual(expect.stringMatching(/^aw-/))
  })

  test.each([
    [
      'fills the heap of JavaScript',
      'const held = []\nfor (;;) held.push(Array(100_000).fill(0.5))',
      /JavaScript heap out of memory[^]*more than \d+ MB of JavaScript memory.*\n.*NODE_OPTIONS=--max-old-space-size=\d+/,
    ],
    [
      'is killed by the system',
      "process.kill(process.pid, 'SIGKILL')\nfor (;;);",
      /^error: The command was killed, usually because .*AW_RUN_MEMORY.*\n.*fewer rows/,
    ],
  ])('a run whose process %s ends with an exit code and the next step', async (_, code, message) => {
    const module = join(await mkdtemp(join(folder, 'nodes-')), 'nodes.mjs')
    await writeFile(module, code)
    const environment = { NODE_OPTIONS: '--max-old-space-size=200' }
    const { exit, stderr } = await ended(startWith(environment, 'run', exampleWorkflowPath, '--nodes', module))
    expect([exit, stderr]).toEqual([3, expect.stringMatching(message)])
  })

  test('a killed command leaves no unpacked files', async () => {
    const input = join(folder, 'packed.csv.gz')
    const rows = Array.from({ length: 50_000 }, (_, index) => `${index},name ${index}`)
    await writeFile(input, gzipSync(`id,name\n${rows.join('\n')}\n`))
    const { child, temporary } = await startStatement(endlessStatement, {}, { input })
    const end = ended(child)
    const listUnpacked = (): string[] =>
      readdirSync(temporary)
        .filter((name) => name.startsWith('aw-unpacked-'))
        .flatMap((name) => readdirSync(join(temporary, name)))
    await expect.poll(listUnpacked, { timeout: 180_000, interval: 5 }).toHaveLength(1)
    child.kill('SIGKILL')
    expect(await end).toMatchObject({ exit: null })
    await expect
      .poll(() => readdirSync(temporary), { timeout: 180_000 })
      .not.toContainEqual(expect.stringMatching(/^aw-unpacked-/))
  })

  test('Ctrl-C ends a statement that DuckDB cannot interrupt, and removes temporary files', async () => {
    const { child, events, temporary } = await startStatement(endlessStatement, {})
    const end = ended(child)
    await expect
      .poll(() => (existsSync(events) ? readFile(events, 'utf8') : ''), { timeout: 180_000, interval: 20 })
      .toMatch(/node-started.*"sql"|"sql".*node-started/)
    await new Promise((done) => setTimeout(done, 1_500))
    const startedAt = Date.now()
    child.kill('SIGINT')
    expect(await end).toMatchObject({ exit: 130, out: expect.stringContaining('Cancelled.') })
    expect(Date.now() - startedAt).toBeLessThan(10_000)
    expect(await readdir(temporary)).not.toContainEqual(expect.stringMatching(/^aw-/))
  })

  test('a statement past its limit that DuckDB cannot interrupt is reported and recorded, and ends the command', async () => {
    const { child, events, temporary } = await startStatement(endlessStatement, { timeLimit: 1 })
    const { exit, out, stderr } = await ended(child)
    expect(exit).toBe(3)
    expect(out + stderr).toContain('The statement took longer than 1')
    expect(await readFile(events, 'utf8')).toContain('sql.out-of-time')
    expect(await readdir(temporary)).not.toContainEqual(expect.stringMatching(/^aw-/))
  })
})
