import { NodeError, TablesError } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import { hashFile, openDuckDb, openNodeFile } from '@aw-flow/data/node'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadFile } from '../../packages/agents/loading/run/load-file.ts'
import { aw } from '../../packages/cli/test-command-line.ts'
import { createTableReader } from '../../server/viewing/table-reader.ts'

/** Takes steps with files of a folder one after another, and prints how each ends and the peak of the memory so far, in MB. */
const [folder = '', ...steps] = process.argv.slice(2)
const workflow = join(folder, 'load.workflow.json')
const nodes = [{ id: 'load', type: 'loading', data: { label: 'Load', config: {} } }]
await writeFile(workflow, JSON.stringify({ name: 'Load', nodes, edges: [] }))
const schema = join(folder, 'columns.json')
await writeFile(schema, JSON.stringify({ columns: ['a'] }))

const readCode = ({ code, params }: Problem): string => {
  const reason = params?.reason
  return code === 'load.unreadable' && reason instanceof Object && 'code' in reason ? String(reason.code) : code
}

/** Loads a file with the reader of Node. */
async function load(path: string, name: string): Promise<string> {
  const tables = await openDuckDb()
  try {
    await loadFile(await openNodeFile(path, await hashFile(path), name), { tables, id: 'small', maxRetries: 1 })
    return 'loaded'
  } catch (cause) {
    if (cause instanceof TablesError || cause instanceof NodeError) return readCode(cause.problem)
    throw cause
  } finally {
    await tables.close()
  }
}

/** Shows an uploaded file as a server does: its report, profile and first rows. */
async function view(path: string, name: string): Promise<string> {
  const reader = createTableReader({
    openTables: () => openDuckDb(),
    load: (file, id, tables) => loadFile(file, { tables, id, maxRetries: 3 }),
  })
  const file = { id: name, path, dataset: await hashFile(path), name }
  try {
    for (const shown of [{ type: 'report' }, { type: 'profile' }, { type: 'sample', rows: 1_000 }] as const) {
      const result = await reader.read(file, shown)
      if (!result.ok) return readCode(result.problem)
    }
    return 'shown'
  } finally {
    await reader.close()
  }
}

/** Runs a command, and returns its exit code, with its output if it is not a message of a problem. */
async function command(...words: string[]): Promise<string> {
  const { exit, out, stderr } = await aw(...words)
  const isExplained = exit === 0 || out !== '' || /^error: .{20}/m.test(stderr)
  return isExplained && !/\n\s+at /.test(stderr) ? 'explained' : `exit ${exit}: ${stderr}`
}

const takeStep: Record<string, (path: string, name: string) => Promise<string>> = {
  load,
  view,
  'aw load': (path) => command('load', path),
  'aw check': (path) => command('check', path),
  'aw prepare': (path) => command('prepare', path, '--target', 'generic'),
  'aw prepare ml': (path) => command('prepare', path, '--target', 'ml-ready'),
  'aw validate': (path) => command('validate', path, '--schema', schema),
  'aw run': (path) => command('run', workflow, '--input', path),
}

for (const entry of steps) {
  const [step = '', name = ''] = entry.split('|')
  const outcome = await takeStep[step]!(join(folder, name), name)
  if ('gc' in globalThis && typeof globalThis.gc === 'function') globalThis.gc()
  const peak = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(`${JSON.stringify({ step, name, outcome, peak })}\n`)
}
process.exit()
