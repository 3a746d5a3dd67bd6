import type { RenderedProblem } from './render-problem.ts'
import type { Text } from '@aw-flow/messages'
import type { WorkflowSession } from '@aw-flow/client'
import { extendPart } from '../extend-part.ts'
import type { NodeDescription, NodeType, Problem, RunView, WorkflowDescription } from '@aw-flow/schema'

/** How what the engine says reads in another language. */
export interface Translation {
  nodeType(type: NodeType): NodeType
  problem(problem: Problem): RenderedProblem
  /** What a node does in a line or two, by its type. */
  summary(type: string, summary: string): string
}

/**
 * A session whose node types and problems read in another language; everything else is the session's own. What has not
 * changed is the same object as before, as a session promises.
 */
export function translatedSession(session: WorkflowSession, translation: Translation): WorkflowSession {
  const { nodeType, problem, summary } = translation
  /** Messages are rendered where they are shown; only sentences of version 0.1 are translated here. */
  const legacy = (found: Problem): Problem => (found.params === undefined ? problem(found) : found)
  const problems = remembered((list: readonly Problem[]): Problem[] => list.map((one) => legacy(one)))
  const types = remembered((list: readonly NodeType[]): readonly NodeType[] => list.map((one) => nodeType(one)))
  const one = remembered(legacy)
  const described = remembered((description: WorkflowDescription): WorkflowDescription => {
    const english = new Map(session.engine.catalogue.map((type) => [type.type, type]))
    const typeOf = new Map(session.document.current.nodes.map((node) => [node.id, node.type]))
    // Where nothing is known of a node's settings, what its type does is said.
    const saidOf = (id: string, said: Text): Text => {
      if (typeof said !== 'string') return said
      const type = english.get(typeOf.get(id) ?? '')
      return type && said === type.description ? nodeType(type).description : summary(type?.type ?? '', said)
    }
    /** The ports of one node: of its type, or others by its settings. */
    const portsOf = (id: string, ports: NonNullable<NodeDescription['ports']>): typeof ports => {
      const type = english.get(typeOf.get(id) ?? '')
      if (!type) return ports
      const { inputs, outputs } = nodeType({ ...type, ...ports })
      return { inputs: [...inputs], outputs: [...outputs] }
    }
    const worded = <Node extends NodeDescription>(node: Node, id: string): Node => ({
      ...node,
      ...(node.ports ? { ports: portsOf(id, node.ports) } : {}),
      summary: saidOf(id, node.summary),
      problems: problems(node.problems),
    })
    return {
      ...description,
      problems: problems(description.problems),
      nodes: mapped(description.nodes, worded),
      ...(description.inner ? { inner: mapped(description.inner, worded) } : {}),
    }
  })
  const ran = remembered((run: RunView): RunView => ({
    ...run,
    nodes: mapped(run.nodes, (node) => ({ ...node, problems: problems(node.problems) })),
  }))
  const document = extendPart(session.document, {
    get description() {
      const { description } = session.document
      return description && described(description)
    },
  })
  const runs = extendPart(session.runs, {
    get current() {
      const { current } = session.runs
      return current && ran(current)
    },
    get interrupted() {
      const { interrupted } = session.runs
      return interrupted && ran(interrupted)
    },
  })
  const engine = extendPart(session.engine, {
    get catalogue() {
      return types(session.engine.catalogue)
    },
  })
  const problemsOfSession = extendPart(session.problems, {
    get latest() {
      const { latest } = session.problems
      return latest && one(latest)
    },
  })
  const parts: Partial<WorkflowSession> = { document, runs, engine, problems: problemsOfSession }
  return new Proxy(session, {
    get(target, key) {
      if (Object.hasOwn(parts, key)) return parts[key as keyof WorkflowSession]
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** The same answer for the same object. */
function remembered<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const made = new WeakMap<From, To>()
  return (from) => {
    if (!made.has(from)) made.set(from, make(from))
    return made.get(from)!
  }
}

const mapped = <From, To>(
  record: Readonly<Record<string, From>>,
  make: (from: From, key: string) => To,
): Record<string, To> => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(value, key)]))
