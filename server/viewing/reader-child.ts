import { loadFile } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { mkdir } from 'node:fs/promises'
import { exitWithParent, watchParent } from '../processes/end-with-parent.ts'
import type { MessageFromReader, ReaderSettings, MessageToReader } from './reader-messages.ts'
import { createTableReader } from './table-reader.ts'

// Entry point of a process that reads tables for the users of one workspace. The process has no access to the database
// or to secrets, can be killed at any time, and exits with its parent.
const { temporaryFolder, memoryLimit } = JSON.parse(process.argv[2] ?? '{}') as ReaderSettings
const send = (message: MessageFromReader): void => {
  if (process.connected) process.send!(message)
}
exitWithParent()

await mkdir(temporaryFolder, { recursive: true })
const reader = createTableReader({
  openTables: () => openDuckDb({ temporaryFolder, memoryLimit, onUnresponsive: () => send({ type: 'unresponsive' }) }),
  load: (file, id, tables) => loadFile(file, { tables, id, maxRetries: 3 }),
})

process.on('message', async ({ requestId, file, view }: MessageToReader) => {
  watchParent()
  try {
    send({ type: 'response', requestId, result: await reader.read(file, view) })
  } catch (cause) {
    const error = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    send({ type: 'response', requestId, error })
  }
})
const sendHeartbeat = (): void => send({ type: 'alive', bytes: process.memoryUsage.rss() })
sendHeartbeat()
setInterval(sendHeartbeat, 250)
