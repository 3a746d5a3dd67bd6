import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { RunEvent } from '@aw-flow/schema'
import { createRunLogger, type RunLogEntry } from '@aw-flow/schema/internal'
import { exitCodes } from '../exit-codes.ts'
import { toPlainText } from '../terminal/plain-text.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { openServer, type RemoteServer, type ServerSelection } from './open-server.ts'

export interface LogsCommandOptions extends ServerSelection {
  follow?: boolean
  level?: RunLogEntry['level']
  json?: boolean
}

/** A line of a log, as the server sends it. */
type LogLine = Omit<RunLogEntry, 'time' | 'message'> & { time: string; message: string }

const pageSize = 200
/** Time for which events are collected before their lines are printed, in ms. */
const batchMs = 50

/** `aw logs RUN`: prints the log of a run on a server. With `--follow`, waits for new lines until the run ends. */
export async function logsCommand(
  run: string,
  { follow, level, json, ...selection }: LogsCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const server = await openServer(selection, terminal.signal)
  const print = (line: LogLine): void => {
    if (level === undefined || line.level === level) terminal.print(json ? JSON.stringify(line) : formatLine(line))
  }
  if (follow) await followLog(server, run, print, terminal.signal)
  else await printLog(server, run, print)
  return exitCodes.success
}

async function printLog(server: RemoteServer, id: string, print: (line: LogLine) => void): Promise<void> {
  for (let offset = 0; ; offset += pageSize) {
    const query = { limit: pageSize, offset }
    const { items, total } = (await server.call('GET /api/v1/runs/{id}/logs', { path: { id }, query })).value
    items.forEach(print)
    if (items.length === 0 || offset + pageSize >= total) return
  }
}

async function followLog(
  server: RemoteServer,
  run: string,
  print: (line: LogLine) => void,
  signal: AbortSignal,
): Promise<void> {
  const log = createRunLogger()
  let batch: RunEvent[] = []
  let timer: NodeJS.Timeout | undefined
  const printBatch = (): void => {
    clearTimeout(timer)
    timer = undefined
    const events = batch
    batch = []
    for (const line of log(events))
      print({ ...line, time: new Date(line.time).toISOString(), message: englishFormatter.format(line.message) })
  }
  try {
    for await (const item of server.streamEvents(run, { signal })) {
      if (item.kind !== 'event') continue
      batch.push(item.event)
      timer ??= setTimeout(printBatch, batchMs)
    }
  } finally {
    printBatch()
  }
}

const formatLine = ({ time, level, node, message }: LogLine): string =>
  toPlainText(`${time} ${level.padEnd(7)} ${node === null ? '' : `[${node}] `}${message}`)
