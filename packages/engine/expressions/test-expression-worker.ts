import { selectExpressionCases } from './test-expressions-suite.ts'

// Runs the selected cases in a worker, without `window` and Node.js APIs, as the engine does, and reports each outcome.
const { postMessage: post } = globalThis as unknown as { postMessage(message: unknown): void }
for (const { group, title, run } of selectExpressionCases()) {
  try {
    await run()
    post({ title: `${group}: ${title}` })
  } catch (cause) {
    post({ title: `${group}: ${title}`, failure: cause instanceof Error ? cause.message : String(cause) })
  }
}
post({ done: true })
