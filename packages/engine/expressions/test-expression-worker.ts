import { selectPageCases } from '../../../test/sizes.ts'
import { expressionCases } from './test-expressions-suite.ts'

// Runs the cases, or some on each day, in a worker, as the engine does, where there is neither a window nor Node; tells each that failed.
const { postMessage: tell } = globalThis as unknown as { postMessage(message: unknown): void }
for (const { group, title, run } of selectPageCases(expressionCases())) {
  try {
    await run()
    tell({ title: `${group}: ${title}` })
  } catch (cause) {
    tell({ title: `${group}: ${title}`, failure: cause instanceof Error ? cause.message : String(cause) })
  }
}
tell({ done: true })
