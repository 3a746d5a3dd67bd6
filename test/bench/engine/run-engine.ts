import type { EngineOutcome, EngineTask, PrepareEngine } from './engine-task.ts'

declare global {
  interface Window {
    /** Prepares and runs a task. `way` names the storage for the record. */
    runEngine?: (way: string, task: EngineTask) => Promise<EngineOutcome>
  }
}

/** Exposes a contender to the benchmark, which runs outside the page. */
export function offerEngine(ways: Readonly<Record<string, PrepareEngine>>): void {
  window.runEngine = (way, task) => {
    const prepare = ways[way]
    if (!prepare) throw new Error(`Journal "${way}" does not exist. Use one of ${Object.keys(ways).join(', ')}.`)
    return prepare(task)()
  }
}
