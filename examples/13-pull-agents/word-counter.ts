import { runPullAgent } from './pull-agent.ts'

// A pull agent that counts the words in a text.
const stopController = new AbortController()
process.once('SIGTERM', () => stopController.abort())
process.once('SIGINT', () => stopController.abort())

await runPullAgent({
  server: process.env.AW_SERVER ?? 'http://localhost:3000',
  token: process.env.AW_AGENT_TOKEN ?? '',
  signal: stopController.signal,
  async perform({ input }) {
    // Use the input port's value if it is a string, otherwise the node's setting.
    const text = typeof input.value === 'string' ? input.value : String(input.input.text ?? '')
    return { words: text.split(/\s+/).filter((word) => word !== '').length }
  },
})
