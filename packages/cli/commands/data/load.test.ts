import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { aw, awWithInput } from '../../test-command-line.ts'
import { getFixturePath, createTestFolder } from '../../test-folder.ts'

const { folder, readText } = createTestFolder()

describe('load of a folder', () => {
  test('converts each file to NAME_converted.csv, and continues after a file that cannot be read', async () => {
    const [from, to, report] = [join(folder, 'in'), join(folder, 'out'), join(folder, 'report.jsonl')]
    await mkdir(from)
    await writeFile(join(from, 'a.csv'), 'id;when\n01;1.2.2024\n02;3.2.2024\n')
    await writeFile(join(from, 'b.csv'), '')
    await writeFile(join(from, 'c.csv'), await readFile(getFixturePath('binary.bin')))
    const ran = await aw('load', from, '--out-dir', to, '--text', '--report', report)
    expect(ran.exit).toBe(1)
    expect(await readText('out/a.csv_converted.csv')).toBe('id,when\n01,1.2.2024\n02,3.2.2024\n')
    expect(await readText('out/b.csv_converted.csv')).toBe('')
    expect(await readText('out/c.csv_converted.csv')).toBe('Application Error\n')
    expect(ran.stderr).toContain('c.csv')
    const lines = (await readText('report.jsonl')).trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { file: string }).file)).toEqual(['a.csv', 'b.csv', 'c.csv'])
  })

  test('reports entries that are not files in one warning, without the output folder', async () => {
    const [from, to] = [join(folder, 'in'), join(folder, 'in', 'out')]
    for (const name of ['deep', 'deeper', 'out']) await mkdir(join(from, name), { recursive: true })
    await writeFile(join(from, 'a.csv'), 'id;v\n1;2\n')
    await writeFile(join(from, 'deep', 'b.csv'), 'id;v\n1;2\n')
    await symlink(join(from, 'deep', 'b.csv'), join(from, 'link.csv'))
    const ran = await aw('load', from, '--out-dir', to)
    expect(ran.exit).toBe(0)
    expect(ran.stderr.split('\n')).toEqual([
      expect.stringMatching(/^warning: Skipped in .*: "deep", "deeper"\. Load/),
      'For details: aw explain load.skipped',
      '',
    ])
    expect(await readdir(to)).toEqual(['a.csv_converted.csv', 'link.csv_converted.csv'])
    expect((await aw('load', from, '--out-dir', join(folder, 'o'))).stderr).toContain('"deep", "deeper", "out"')
    expect((await aw('load', join(from, 'deep'), '--out-dir', join(folder, 'o'))).stderr).toBe('')
  })

  test('a folder needs --out-dir, and a file has none', async () => {
    expect((await aw('load', folder)).stderr).toContain('--out-dir')
    expect((await aw('load', getFixturePath('sample.csv'), '--out-dir', folder)).exit).toBe(2)
  })
})

describe('load --text of JSON', () => {
  test.each<[string, string, string]>([
    [
      'records with records in them',
      '{"d": {"r": [{"id": "01", "a": {"x": 1.50}}, {"id": "02", "a": {"x": null}, "b": {"c": true}}]}}',
      'id,a.x,b.c\n01,1.50,\n02,,true\n',
    ],
    [
      'records by key',
      '{"AT": {"w": "A", "n": {"v": 9}}, "DE": {"w": "D", "n": {"v": 8.40}}, "CH": {"w": "C"}}',
      'key,w,n.v\nAT,A,9\nDE,D,8.40\nCH,C,\n',
    ],
    ['lists', '[["k", "v"], ["a", 1.0], ["b", 2]]', 'k,v\na,1.0\nb,2\n'],
    ['columns by name', '{"k": ["a", "b"], "v": [1.0, 2]}', 'k,v\na,1.0\nb,2\n'],
    ['lines', '{"k": {"l": "a"}, "v": 1.0}\n{"k": {"l": "b"}, "v": 2}\n', 'k.l,v\na,1.0\nb,2\n'],
  ])('writes every value of %s as it is written', async (_, content, csv) => {
    const [from, out] = [join(folder, 'a.json'), join(folder, 'a.csv')]
    await writeFile(from, content)
    expect((await aw('load', from, '--text', '--out', out)).exit).toBe(0)
    expect(await readFile(out, 'utf8')).toBe(csv)
  })
})

describe('load --json', () => {
  test('contains English texts, and problems with code, parameters, message and hint', async () => {
    const { out } = await aw('load', getFixturePath('sample.csv'), '--json')
    const report = JSON.parse(out)
    expect(report.attempts[0]).toMatchObject({ action: expect.any(String), reason: expect.any(String) })
    expect(report.plan.evidence[0]).toMatchObject({ value: expect.any(String), reason: expect.any(String) })
  })

  test('is the same text as the printed report', async () => {
    const { out } = await aw('load', getFixturePath('sample.csv'))
    expect(out).not.toContain('[object Object]')
    expect(out).toContain('Decisions\n  encoding: utf-8')
  })
})

describe('load --set', () => {
  test('accepts the settings that the hints of a report name', async () => {
    const [from, out] = [join(folder, 'two.csv'), join(folder, 'out.csv')]
    await writeFile(from, 'a;b\n1;x\n2;y\n3;z\n\nk;l;m\n7;8;9\n5;6;7\n')
    expect((await aw('load', from)).out).toContain('set Part to its number')
    expect((await aw('load', from, '--set', 'part=2', '--out', out)).exit).toBe(0)
    expect(await readFile(out, 'utf8')).toBe('k,l,m\n7,8,9\n5,6,7\n')
    await writeFile(from, 'a\tb;c\n1\t2;3\n')
    const ran = await aw('load', from, '--set', 'delimiter=tab', '--set', 'Header=no', '--text', '--out', out)
    expect([ran.exit, await readFile(out, 'utf8')]).toEqual([0, 'a,b;c\n1,2;3\n'])
  })

  test('refuses unknown settings and invalid values', async () => {
    const from = join(folder, 'a.csv')
    await writeFile(from, 'a;b\n1;x\n')
    for (const set of ['sheet=2', 'part', 'part=']) {
      const ran = await aw('load', from, '--set', set)
      expect([ran.exit, ran.stderr]).toEqual([2, expect.stringContaining(`--set ${set} is not a load setting`)])
    }
    const ran = await aw('load', from, '--set', 'header=maybe')
    expect([ran.exit, ran.stderr]).toEqual([2, expect.stringContaining('--set header=maybe is not valid')])
    const all = await aw('load', folder, '--out-dir', join(folder, 'o'), '--set', 'header=no')
    expect([all.exit, all.stderr]).toEqual([2, expect.stringContaining('--set applies to one file')])
  })
})

describe('the source of a load', () => {
  /** Starts a local server that handles requests with `answer`, and calls `work` with its URL. */
  async function serving<T>(answer: RequestListener, work: (address: string) => Promise<T>): Promise<T> {
    const server = createServer(answer)
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    try {
      return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    }
  }

  test('can be standard input', async () => {
    const ran = await awWithInput('id;v\n1;2,5\n2;3,5\n', 'load', '-', '--out', join(folder, 'out.json'))
    expect(ran.exit).toBe(0)
    expect(JSON.parse(await readText('out.json'))).toEqual([
      { id: 1, v: 2.5 },
      { id: 2, v: 3.5 },
    ])
  })

  test('can be a URL, whatever its content type, and after redirects', async () => {
    await serving(
      (request, response) => {
        if (request.url === '/old') response.writeHead(302, { location: '/files/data%20one.csv.gz' }).end()
        else response.writeHead(200, { 'content-type': 'text/html' }).end(gzipSync('a,b\n1,2\n3,4\n'))
      },
      async (address) => {
        const ran = await aw('load', `${address}/old`, '--json')
        expect(ran.exit).toBe(0)
        expect(JSON.parse(ran.out)).toMatchObject({ file: 'data one.csv.gz', rows: 2, format: 'csv' })
      },
    )
  })

  test('is refused with a problem if the URL does not respond, redirects endlessly or is not valid', async () => {
    await serving(
      (request, response) => {
        if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end()
        else if (request.url === '/local') response.writeHead(302, { location: 'file:///etc/passwd' }).end()
        else if (request.url === '/cut')
          response.writeHead(200, { 'content-length': '100' }).end('a,b', () => response.destroy())
        else response.writeHead(404).end()
      },
      async (address) => {
        const stderr = async (path: string): Promise<string> => {
          const ran = await aw('load', `${address}${path}`)
          expect(ran.exit).toBe(1)
          return ran.stderr
        }
        expect(await stderr('/nothing')).toContain('404')
        expect(await stderr('/loop')).toContain('more than 5 times')
        expect(await stderr('/local')).toContain('file:///etc/passwd')
        expect(await stderr('/cut')).toContain('could not be downloaded')
      },
    )
    expect(await aw('load', 'ftp://127.0.0.1/x.csv')).toMatchObject({ exit: 2 })
    expect((await aw('load', 'http://127.0.0.1:9/x.csv')).exit).toBe(1)
  })
})

describe('--out', () => {
  test('writes every format by its extension, and loads it again', async () => {
    const source = join(folder, 'source.csv')
    await writeFile(source, 'id,price,day,word\n1,2.50,2024-02-29,a\n2,3.75,2024-03-01,"b, c"\n3,,,\n')
    for (const ending of [
      'csv',
      'json',
      'jsonl',
      'ndjson',
      'parquet',
      'arrow',
      'feather',
      'xlsx',
      'csv.gz',
      'jsonl.gz',
    ]) {
      const out = join(folder, `out.${ending}`)
      expect(await aw('load', source, '--out', out)).toMatchObject({ exit: 0, stderr: '' })
      const again = await aw('load', out, '--json')
      const report = JSON.parse(again.out) as { rows: number; columns: { name: string; type: string; nulls: number }[] }
      expect(report.rows, ending).toBe(3)
      expect(report.columns.map(({ name }) => name)).toEqual(['id', 'price', 'day', 'word'])
      expect(report.columns[2]).toMatchObject({ type: 'DATE', nulls: 1 })
    }
    expect(gunzipSync(await readFile(join(folder, 'out.csv.gz')))).toEqual(await readFile(join(folder, 'out.csv')))
    expect(await aw('load', source, '--out', join(folder, 'out.xyz.gz'))).toMatchObject({ exit: 2 })
  })
})
