import { openDuckDb } from '@aw-flow/data/browser'
import { sharedRows } from './shared-rows.ts'

/** Runs the shared rows in a worker of the page, and returns the title and error of each that fails. */
addEventListener('message', ({ data, ports }: MessageEvent<{ wasmUrl: string }>) => {
  const run = async (): Promise<{ ran: string[]; violations: string[] }> => {
    const tables = await openDuckDb({ wasmUrl: data.wasmUrl })
    const violations: string[] = []
    for (const row of sharedRows) {
      await row.run(tables).catch((cause: unknown) => {
        violations.push(`${row.title}: ${cause instanceof Error ? cause.message : String(cause)}`)
      })
    }
    return { ran: sharedRows.map(({ title }) => title), violations }
  }
  run().then(
    (outcome) => ports[0]?.postMessage(outcome),
    (cause: unknown) => ports[0]?.postMessage({ ran: [], violations: [String(cause)] }),
  )
})
