import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sizes } from '../../../../test/sizes.ts'
import { aw } from '../../test-command-line.ts'
import { exampleWorkflowPath, getFixturePath, createTestFolder } from '../../test-folder.ts'

const { folder, readJson, readText } = createTestFolder()

describe('the main workflow', () => {
  test('run prints the prepared table, the operations, and that it is valid', async () => {
    const out = join(folder, 'result.csv')
    const events = join(folder, 'events.jsonl')
    const ran = await aw(
      'run',
      exampleWorkflowPath,
      '--input',
      getFixturePath('sample.csv'),
      '--out',
      out,
      '--events',
      events,
    )
    expect(ran.stderr).toBe('')
    expect(ran.exit).toBe(0)
    expect(ran.out).toContain('Prepared for generic: 5 rows in, 5 rows out.')
    expect(ran.out).toContain('Completed, valid.')
    const lines = (await readText('result.csv')).trimEnd().split('\n')
    expect(lines).toHaveLength(6)
    expect(lines[0]).toBe('id,name,value,category')
    const record = (await readText('events.jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; type: string })
    expect(record.map(({ seq }) => seq)).toEqual(record.map((_, index) => index))
    expect(record[0]?.type).toBe('run-started')
    expect(record.at(-1)?.type).toBe('run-completed')
    expect(await readdir(folder)).toEqual(['events.jsonl', 'result.csv'])
  })

  test('run names the fields of the workflow that it ignores', async () => {
    const path = join(folder, 'chain.json')
    await writeFile(path, JSON.stringify({ name: 'Chain', steps: [{ type: 'loading', owner: 'Ada' }] }))
    const { exit, stderr } = await aw('run', path, '--input', getFixturePath('sample.csv'))
    expect(exit).toBe(0)
    expect(stderr).toContain('Not imported into "Chain": steps[].owner.')
  })

  test('run --resume resumes after any event of a record with the same result', async () => {
    const [out, events, again] = [join(folder, 'r.csv'), join(folder, 'e.jsonl'), join(folder, 'again.csv')]
    const input = getFixturePath('inventory.csv')
    await aw('run', exampleWorkflowPath, '--input', input, '--out', out, '--events', events)
    const record = await readFile(events, 'utf8')
    const lines = record.trimEnd().split('\n')
    for (let kept = 1; kept <= lines.length; kept += sizes.resumedEventEveryNth) {
      // The crash truncated the next event.
      await writeFile(events, `${lines.slice(0, kept).join('\n')}\n${(lines[kept] ?? '').slice(0, 20)}`)
      const ran = await aw('run', '--resume', events, '--input', input, '--out', again)
      expect(ran).toMatchObject({
        exit: 0,
        stderr: kept < lines.length ? expect.stringContaining('incomplete after a crash') : '',
      })
      expect(await readText('again.csv')).toBe(await readText('r.csv'))
      const now = (await readFile(events, 'utf8')).trimEnd().split('\n')
      expect(now.slice(0, kept)).toEqual(lines.slice(0, kept))
      expect(now.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(now.map((_, index) => index))
      expect(JSON.parse(now.at(-1)!)).toMatchObject({ type: 'run-completed' })
    }
  })

  test('run --resume reports missing files and conflicting options', async () => {
    const [out, events] = [join(folder, 'r.csv'), join(folder, 'e.jsonl')]
    const input = getFixturePath('sample.csv')
    await aw('run', exampleWorkflowPath, '--input', input, '--events', events)
    const lines = (await readFile(events, 'utf8')).split('\n')
    await writeFile(events, `${lines.slice(0, 3).join('\n')}\n`)
    expect(await aw('run', '--resume', events)).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/"sample.csv" .* that node "load" reads is missing.*--input load=FILE/s),
    })
    expect(await aw('run', '--resume', events, '--input', getFixturePath('edges.csv'))).toMatchObject({ exit: 2 })
    expect(await aw('run', '--resume', events, '--set', 'load.header=no')).toMatchObject({ exit: 2 })
    expect(await aw('run', '--resume', input)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('is not a run record'),
    })
    expect(await aw('run', '--resume', join(folder, 'x'))).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('x'),
    })
    expect(await aw('run', '--resume', events, '--input', input, '--out', events)).toMatchObject({ exit: 2 })
    expect(await aw('run')).toMatchObject({ exit: 2, stderr: expect.stringContaining('No workflow was specified') })
    const ran = await aw('run', exampleWorkflowPath, '--resume', events, '--input', input, '--out', out)
    expect(ran).toMatchObject({ exit: 0, stderr: '' })
  })

  test('run --json prints the same as JSON', async () => {
    const { exit, out } = await aw(
      'run',
      exampleWorkflowPath,
      '--input',
      `load=${getFixturePath('inventory.csv')}`,
      '--json',
    )
    expect(exit).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      status: 'completed',
      valid: true,
      table: { node: 'table', table: { rows: 10 } },
      nodes: [{ node: 'load', state: 'completed', rows: 10 }, {}, {}, {}],
      reports: [{ node: 'load', kind: 'load' }, { kind: 'prepare' }, { kind: 'validate' }],
      problems: [],
    })
  })

  test('run writes the same bytes every time', async () => {
    const results: string[] = []
    for (const name of ['a.csv', 'b.csv']) {
      await aw('run', exampleWorkflowPath, '--input', getFixturePath('ragged.csv'), '--out', join(folder, name))
      results.push(await readText(name))
    }
    expect(results[0]).toBe(results[1])
  })

  test('load, prepare and validate as separate commands', async () => {
    const loaded = await aw(
      'load',
      getFixturePath('money.csv'),
      '--out',
      join(folder, 'l.csv'),
      '--report',
      join(folder, 'r.json'),
    )
    expect(loaded.exit).toBe(0)
    expect(await readJson('r.json')).toMatchObject({
      file: 'money.csv',
      format: 'csv',
      rejects: 0,
      attempts: [{ success: true }],
    })
    const prepared = await aw(
      'prepare',
      getFixturePath('sample.csv'),
      '--out',
      join(folder, 'p.csv'),
      '--plan',
      join(folder, 'plan.json'),
    )
    expect(prepared.exit).toBe(0)
    expect(await readJson('plan.json')).toMatchObject({ target: 'cosmo-ready', roles: { index: 'index' } })
    const again = await aw(
      'prepare',
      getFixturePath('sample.csv'),
      '--out',
      join(folder, 'q.csv'),
      '--apply',
      join(folder, 'plan.json'),
    )
    expect(again.exit).toBe(0)
    expect(await readText('q.csv')).toBe(await readText('p.csv'))
    await writeFile(join(folder, 's.json'), '{"columns": ["id", "name", {"name": "value", "type": "number"}]}')
    const valid = await aw('validate', getFixturePath('sample.csv'), '--schema', join(folder, 's.json'))
    expect([valid.exit, valid.stderr]).toEqual([0, ''])
    expect(valid.out).toContain('Valid:')
    await writeFile(join(folder, 's.json'), '{"columns": ["id", "prize"]}')
    const not = await aw(
      'validate',
      getFixturePath('sample.csv'),
      '--schema',
      join(folder, 's.json'),
      '--report',
      join(folder, 'v.json'),
    )
    expect(not.exit).toBe(1)
    expect(not.out).toContain('Column `prize` is not in the table')
    expect(await readJson('v.json')).toMatchObject({ valid: false })
  })

  test('a check that does not pass exits with 1, and the table is still written', async () => {
    const set = 'validate.schema={"columns":["nowhere"]}'
    const { exit, out } = await aw(
      'run',
      exampleWorkflowPath,
      '--input',
      getFixturePath('sample.csv'),
      '--set',
      set,
      '--out',
      join(folder, 'o.csv'),
    )
    expect(exit).toBe(1)
    expect(out).toContain('Completed, not valid.')
    expect((await readText('o.csv')).split('\n')).toHaveLength(7)
  })
})
