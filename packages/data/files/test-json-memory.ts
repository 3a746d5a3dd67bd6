import { TablesError } from '@aw-flow/engine'
import { cleanJson, type JsonOptions } from './read-json.ts'

/** Reads generated JSON with the given kind and number of rows, and prints the result. */
const [kind = '', count = ''] = process.argv.slice(2)
const rowCount = Number(count)

/** The names of the columns. */
const names = kind === 'unordered' ? ['a'] : ['a', 'b']

const createMember: Record<string, (row: number) => string> = {
  lists: (row) => String(row),
  numbered: (row) => `"${row}":${row}`,
  unordered: (row) => `"${rowCount - row}":${row}`,
}

function* createText(): Generator<string> {
  const write = createMember[kind]!
  const [open, close] = kind === 'lists' ? '[]' : '{}'
  function* createMembers(): Generator<string> {
    for (let row = 0; row < rowCount; row++) yield row === 0 ? write(row) : `,${write(row)}`
  }
  for (const name of names) {
    yield `${name === 'a' ? '{' : ','}"${name}":${open}`
    yield* createMembers()
    yield close as string
  }
  yield '}'
}

async function* createChunks(): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let pendingParts: string[] = []
  for (const text of createText()) {
    pendingParts.push(text)
    if (pendingParts.length < 50_000) continue
    yield encoder.encode(pendingParts.join(''))
    pendingParts = []
  }
  yield encoder.encode(pendingParts.join(''))
}

const options: JsonOptions = {
  format: 'json',
  recordsPath: [],
  shape: 'columns',
  paths: names.map((name) => [name]),
  skippedRecords: 0,
  padShortRecords: false,
  file: 'data.json',
}

try {
  const { chunks, result } = cleanJson(createChunks(), options)
  for await (const _ of chunks);
  process.stdout.write(JSON.stringify({ rows: result.rows }))
} catch (cause) {
  if (!(cause instanceof TablesError)) throw cause
  const { code, params } = cause.problem
  process.stdout.write(JSON.stringify({ problem: { code, params } }))
}
