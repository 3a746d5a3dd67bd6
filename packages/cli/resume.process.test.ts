import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { sizes } from '../../test/sizes.ts'

const binary = resolve(import.meta.dirname, 'aw.mjs')
const exampleWorkflowPath = resolve(import.meta.dirname, '../../examples/workflows/cosmo-ready.json')
const folder = await mkdtemp(join(tmpdir(), 'aw-resume-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const start = (...words: string[]) => spawn(process.execPath, [binary, ...words], { stdio: 'ignore' })
const ended = (child: ReturnType<typeof start>): Promise<number | null> =>
  new Promise((fulfil) => child.once('exit', (code) => fulfil(code)))

// Starting processes takes longer on a busy computer.
describe('a killed run', () => {
  test('resumes where it stopped, with the same result', async () => {
    const input = join(folder, 'input.csv')
    const rows = Array.from(
      { length: sizes.resumedRows },
      (_, index) => `${index},name ${index},${index * 1.5},${index % 7}`,
    )
    await writeFile(input, `id,name,value,kind\n${rows.join('\n')}\n`)
    const [events, out, straight] = ['events.jsonl', 'out.csv', 'straight.csv'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    expect(await ended(start('run', exampleWorkflowPath, '--input', input, '--out', straight))).toBe(0)
    for (const moment of ['node-started', 'node-completed']) {
      const child = start('run', exampleWorkflowPath, '--input', input, '--events', events, '--out', out)
      const end = ended(child)
      await expect
        .poll(() => (existsSync(events) ? readFile(events, 'utf8') : ''), { timeout: 180_000, interval: 5 })
        .toContain(moment)
      child.kill('SIGKILL')
      await end
      const kept = await readFile(events, 'utf8')
      expect(await ended(start('run', '--resume', events, '--input', input, '--out', out))).toBe(0)
      expect((await readFile(out)).equals(await readFile(straight))).toBe(true)
      expect((await readFile(events, 'utf8')).startsWith(kept.slice(0, kept.lastIndexOf('\n') + 1))).toBe(true)
      await rm(events)
      await rm(out)
    }
  })
})
