import type { ToThread } from '../thread/messages.ts'
import { serveCode } from '../thread/serve-code.ts'

// The script of a worker in which code runs: it does nothing but answer.
const serve = serveCode((message) => postMessage(message))
addEventListener('message', ({ data }: MessageEvent<ToThread>) => serve(data))
postMessage({ type: 'ready' })
