import { runPullAgent } from './pull-agent.ts'

// Counts the words of a text.
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())
process.once('SIGINT', () => stop.abort())

await runPullAgent({
  server: process.env.AW_SERVER ?? 'http://localhost:3000',
  token: process.env.AW_AGENT_TOKEN ?? '',
  signal: stop.signal,
  async perform({ input }) {
    // The value of the port, if it is a text; otherwise the setting of the node.
    const text = typeof input.value === 'string' ? input.value : String(input.input.text ?? '')
    return { words: text.split(/\s+/).filter((word) => word !== '').length }
  },
})
