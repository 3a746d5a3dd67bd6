import { englishFormatter, renderTexts } from '@aw-flow/messages/catalogs'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { foldRun, type RunEvent, type RunView } from '@aw-flow/schema'
import { selectEvery, sizes } from '../sizes.ts'
import { test } from './support/one-page.ts'
import { expect } from './support/test.ts'

const root = resolve(import.meta.dirname, '../..')
const workflowFile = join(root, 'examples/workflows/cosmo-ready.json')
const fixture = (name: string): string => join(root, 'test/fixtures', name)
const vega = (name: string): string => join(root, 'node_modules/vega-datasets/data', name)
const files = [
  fixture('sample.csv'),
  fixture('inventory.csv'),
  fixture('semicolon-decimal-comma.csv'),
  fixture('nulls-and-inf.csv'),
  fixture('ragged.csv'),
  fixture('nested.json'),
  vega('movies.json'),
  vega('airports.csv'),
  vega('seattle-weather.csv'),
  vega('flights-2k.json'),
  vega('income.json'),
  vega('gapminder-health-income.csv'),
]

/** Result of a run by node, without times. */
function comparable({ nodes }: RunView): unknown {
  const dropTimes = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(dropTimes)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).filter(([key]) => !['ms', 'startedAt', 'endedAt'].includes(key))
    return Object.fromEntries(entries.map(([key, inner]) => [key, dropTimes(inner)]))
  }
  return JSON.parse(JSON.stringify(dropTimes(nodes)))
}

/** The fields of the server's responses that are compared. */
interface Answer {
  id: string
  run_id: string
  status: string
  items: RunEvent[]
}

interface Result {
  csv: Buffer
  run: unknown
}

async function onTheCommandLine(file: string): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-equal-'))
  try {
    const [out, events] = [join(folder, 'result.csv'), join(folder, 'events.jsonl')]
    const args = ['run', workflowFile, '--input', file, '--out', out, '--events', events]
    await promisify(execFile)(process.execPath, [join(root, 'packages/cli/aw.mjs'), ...args])
    const lines = (await readFile(events, 'utf8')).trimEnd().split('\n')
    return { csv: await readFile(out), run: comparable(foldRun(lines.map((line) => JSON.parse(line) as RunEvent))) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function onTheServer(api: string, file: string): Promise<Result> {
  const json = async (path: string, init?: RequestInit): Promise<Answer> => {
    const answer = await fetch(`${api}${path}`, init)
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as Answer
  }
  const post = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(await readFile(file))]), basename(file))
  const dataset = await json('/data/upload', { method: 'POST', body: form })
  const workflow = await json('/workflows', post(JSON.parse(await readFile(workflowFile, 'utf8'))))
  const { run_id: run } = await json(`/workflows/${workflow.id}/execute`, post({ input_data_id: dataset.id }))
  await expect.poll(async () => (await json(`/runs/${run}`)).status, { timeout: 180_000 }).toMatch(/completed|failed/)
  const csv = await fetch(`${api}/runs/${run}/result?format=csv`)
  const { items } = await json(`/runs/${run}/events?limit=1000`)
  return { csv: Buffer.from(await csv.arrayBuffer()), run: comparable(foldRun(items)) }
}

test.describe.configure({ mode: 'serial' })

for (const file of selectEvery(files, sizes.equalEveryNth)) {
  test(`page, command line and server give equal results for ${basename(file)}`, async ({ editor, server }) => {
    const elsewhere = Promise.all([onTheCommandLine(file), onTheServer(new URL('/api/v1', server.url).href, file)])
    elsewhere.catch(() => undefined)
    await editor.dropData(file)
    const state = await editor.run()
    await editor.select('Table')
    const csv = await editor.downloadCsv()
    const run = await editor.lastRun()

    const [line, served] = await elsewhere
    expect(state).toBe('Completed')
    expect(csv.length).toBeGreaterThan(0)
    expect(csv.equals(line.csv), 'the page’s CSV equals the command line’s, byte for byte').toBe(true)
    expect(served.csv.equals(line.csv), 'the server’s CSV equals the command line’s, byte for byte').toBe(true)
    // The API renders messages; the page and the record of the command line contain them as data.
    const rendered = renderTexts(line.run, englishFormatter)
    expect(comparable(run)).toEqual(line.run)
    expect(renderTexts(served.run, englishFormatter)).toEqual(rendered)
  })
}
