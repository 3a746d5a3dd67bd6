import type { MessageToThread } from '../thread/messages.ts'
import { serveCode } from '../thread/serve-code.ts'

// Entry point of a worker that runs code.
const serve = serveCode((message) => postMessage(message))
addEventListener('message', ({ data }: MessageEvent<MessageToThread>) => serve(data))
postMessage({ type: 'ready' })
