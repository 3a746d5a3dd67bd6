import { ClassicPreset, NodeEditor, type GetSchemes } from 'rete'
import { ControlFlowEngine, DataflowEngine } from 'rete-engine'
import { checkLast, nextRecord, type EngineTask, type PrepareEngine, type TaskRecord } from '../engine/engine-task.ts'

type Schemes = GetSchemes<Step, ClassicPreset.Connection<ClassicPreset.Node, ClassicPreset.Node>>
type StepInputs = { in?: (TaskRecord | null)[] }

const socket = new ClassicPreset.Socket('record')

/** The message that a loop's nodes pass on, and how each node processes it. */
interface Round {
  record: TaskRecord | null
  pass(step: number, forward: () => void): void
}

class Step extends ClassicPreset.Node {
  readonly step: number
  readonly first: TaskRecord | null
  round: Round | undefined

  constructor(step: number, first: TaskRecord | null) {
    super(`step ${step}`)
    this.step = step
    this.first = first
    this.addInput('in', new ClassicPreset.Input(socket))
    this.addOutput('out', new ClassicPreset.Output(socket))
  }

  data(inputs: StepInputs): { out: TaskRecord | null } {
    const record = inputs.in?.[0] ?? this.first
    return { out: record && nextRecord(record, this.step) }
  }

  execute(_: string, forward: (output: string) => void): void {
    this.round?.pass(this.step, () => forward('out'))
  }
}

const connect = (from: ClassicPreset.Node, to: ClassicPreset.Node) =>
  new ClassicPreset.Connection(from, 'out', to, 'in')

async function buildGraph(
  task: EngineTask,
  engine: DataflowEngine<Schemes> | ControlFlowEngine<Schemes>,
): Promise<{ editor: NodeEditor<Schemes>; steps: Step[] }> {
  const editor = new NodeEditor<Schemes>()
  // The engine observes only nodes that are added after this call.
  editor.use(engine)
  const steps: Step[] = []
  for (let step = 0; step < task.nodes; step++) {
    const node = new Step(step, step === 0 ? (task.record ?? null) : null)
    await editor.addNode(node)
    steps.push(node)
    const from = task.shape === 'fan-out' ? steps[0]! : steps[step - 1]!
    if (step > 0) await editor.addConnection(connect(from, node))
  }
  if (task.shape === 'loop') await editor.addConnection(connect(steps.at(-1)!, steps[0]!))
  return { editor, steps }
}

/** Builds the engine for a single run: a dataflow engine, or a control flow engine for a loop. */
async function buildRun(task: EngineTask): Promise<() => Promise<TaskRecord | null>> {
  if (task.shape === 'loop') {
    const engine = new ControlFlowEngine<Schemes>()
    const { steps } = await buildGraph(task, engine)
    return async () => {
      let turn = 0
      const round: Round = {
        record: task.record ?? null,
        pass(step, forward) {
          if (round.record) round.record = nextRecord(round.record, step)
          if (step === task.nodes - 1) turn++
          if (step < task.nodes - 1 || turn < (task.turns ?? 1)) forward()
        },
      }
      for (const step of steps) step.round = round
      engine.execute(steps[0]!.id)
      return round.record
    }
  }
  const engine = new DataflowEngine<Schemes>()
  const { steps } = await buildGraph(task, engine)
  const ends = task.shape === 'chain' ? steps.slice(-1) : steps.slice(1)
  return async () => {
    engine.reset()
    const outputs = await Promise.all(ends.map(({ id }) => engine.fetch(id)))
    return (outputs.at(-1) as { out: TaskRecord | null }).out
  }
}

/**
 * Prepares rete-engine, set up as in its documentation. Each parallel run has its own engine. rete-engine does not keep
 * a record.
 */
export const prepareRete: PrepareEngine = (task) => {
  const building = Promise.all(Array.from({ length: task.runs }, () => buildRun(task)))
  return async () => {
    const runs = await building
    const start = performance.now()
    const runMs = await Promise.all(
      runs.map(async (run) => {
        const record = await run()
        const ms = performance.now() - start
        checkLast('rete-engine', task, record)
        return ms
      }),
    )
    return { ms: performance.now() - start, runMs }
  }
}
