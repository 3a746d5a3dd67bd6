import { runPullAgent } from './pull-agent.ts'

// Counts the words in a text.
const stopController = new AbortController()
process.once('SIGTERM', () => stopController.abort())
process.once('SIGINT', () => stopController.abort())

await runPullAgent({
  server: process.env.AW_SERVER ?? 'http://localhost:3000',
  token: process.env.AW_AGENT_TOKEN ?? '',
  signal: stopController.signal,
  async perform({ input }) {
    // Uses the value of the input port if it is a string, otherwise the node's setting.
    const text = typeof input.value === 'string' ? input.value : String(input.input.text ?? '')
    return { words: text.split(/\s+/).filter((word) => word !== '').length }
  },
})
