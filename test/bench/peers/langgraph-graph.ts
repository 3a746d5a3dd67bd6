import type {
  Annotation as NodeAnnotation,
  MemorySaver as NodeMemorySaver,
  StateGraph as NodeStateGraph,
} from '@langchain/langgraph'
import {
  checkLast,
  countNodes,
  nextRecord,
  type EngineTask,
  type PrepareEngine,
  type TaskRecord,
} from '../engine/engine-task.ts'

/** The exports of the library's Node.js or web build. */
export interface LangGraph {
  Annotation: typeof NodeAnnotation
  MemorySaver: typeof NodeMemorySaver
  StateGraph: typeof NodeStateGraph
  START: string
  END: string
}

/** Prepares LangGraph.js with its in-memory checkpointer. Each node is a function of the state. */
export const prepareLangGraph =
  ({ Annotation, MemorySaver, StateGraph, START, END }: LangGraph): PrepareEngine =>
  (task: EngineTask) => {
    const State = Annotation.Root({
      // If several nodes write in the same step, the last record wins, as with a custom reducer.
      record: Annotation<TaskRecord | null>({ reducer: (_, next) => next, default: () => null }),
      turn: Annotation<number>({ reducer: (_, next) => next, default: () => 0 }),
    })
    const names = Array.from({ length: task.nodes }, (_, step) => `n${step}`)
    const isLast = (step: number): boolean => step === task.nodes - 1
    const graph = new StateGraph(State)
    for (const [step, name] of names.entries()) {
      graph.addNode(name, ({ record, turn }) => ({
        ...(record ? { record: nextRecord(record, step) } : {}),
        ...(task.shape === 'loop' && isLast(step) ? { turn: turn + 1 } : {}),
      }))
    }
    const edge = (from: string, to: string): unknown => graph.addEdge(from as never, to as never)
    edge(START, names[0]!)
    for (let step = 1; step < names.length; step++)
      edge(task.shape === 'fan-out' ? names[0]! : names[step - 1]!, names[step]!)
    if (task.shape === 'loop') {
      const nextTurn = ({ turn }: { turn: number }): string => (turn < (task.turns ?? 1) ? names[0]! : END)
      graph.addConditionalEdges(names.at(-1)! as never, nextTurn as never)
    } else for (const name of task.shape === 'chain' ? names.slice(-1) : names.slice(1)) edge(name, END)

    return async () => {
      // Use a new checkpointer per run. Otherwise, old checkpoints would make each run slower than the previous one.
      const app = graph.compile({ checkpointer: new MemorySaver() })
      const runOnce = async (run: number): Promise<number> => {
        const start = performance.now()
        const config = { configurable: { thread_id: `r${run}` }, recursionLimit: countNodes(task) + 10 }
        const finalState = (await app.invoke({ record: task.record ?? null, turn: 0 }, config)) as {
          record: TaskRecord | null
        }
        const ms = performance.now() - start
        checkLast('LangGraph', task, finalState.record)
        return ms
      }
      const start = performance.now()
      const runMs = await Promise.all(Array.from({ length: task.runs }, (_, run) => runOnce(run)))
      return { ms: performance.now() - start, runMs }
    }
  }
