import { parentPort } from 'node:worker_threads'
import type { MessageToThread } from '../thread/messages.ts'
import { serveCode } from '../thread/serve-code.ts'

// Entry point of a worker thread that runs code.
const port = parentPort!
const serve = serveCode((message) => port.postMessage(message))
port.on('message', (message: MessageToThread) => serve(message))
port.postMessage({ type: 'ready' })
