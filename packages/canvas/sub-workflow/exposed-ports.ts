import type { Port, WorkflowPorts } from '@aw-flow/schema'
import { claimName } from './claim-name.ts'

/** A port of a node inside a sub-workflow. @internal */
export interface InnerPort {
  readonly node: string
  readonly side: 'input' | 'output'
  readonly port: Port
}

/** A port of the sub-workflow node itself. */
export interface ExposedPort {
  readonly name: string
  readonly label: string
}

const noPorts: WorkflowPorts = { inputs: [], outputs: [] }

const isSamePort = ({ node, port }: InnerPort, end: { node: string; port: string }): boolean =>
  end.node === node && end.port === port.name

/** Returns the sub-workflow port that exposes an inner port, or `undefined` if the port is not exposed. @internal */
export function findExposedPort(ports: WorkflowPorts = noPorts, innerPort: InnerPort): ExposedPort | undefined {
  const match =
    innerPort.side === 'input'
      ? ports.inputs.find(({ to }) => to.some((end) => isSamePort(innerPort, end)))
      : ports.outputs.find(({ from }) => isSamePort(innerPort, from))
  return match && { name: match.name, label: match.label ?? '' }
}

/** Exposes an inner port under an unused name, labeled `title`. @internal */
export function exposePort(ports: WorkflowPorts = noPorts, innerPort: InnerPort, title: string): WorkflowPorts {
  const { node, side, port } = innerPort
  const { type, required } = port
  const name = claimName(port.name, new Set(ports[`${side}s`].map((other) => other.name)))
  const end = { node, port: port.name }
  return side === 'input'
    ? {
        ...ports,
        inputs: [...ports.inputs, { name, type, label: title, ...(required ? { required } : {}), to: [end] }],
      }
    : { ...ports, outputs: [...ports.outputs, { name, type, label: title, from: end }] }
}

/**
 * Stops exposing an inner port. If the exposed input also feeds other inner ports, it remains for those.
 *
 * @internal
 */
export function unexposePort(ports: WorkflowPorts = noPorts, innerPort: InnerPort): WorkflowPorts {
  if (innerPort.side === 'output')
    return { ...ports, outputs: ports.outputs.filter(({ from }) => !isSamePort(innerPort, from)) }
  const remainingInputs = ports.inputs.map((input) => ({
    ...input,
    to: input.to.filter((end) => !isSamePort(innerPort, end)),
  }))
  return {
    ...ports,
    inputs: remainingInputs.filter(({ to }, index) => to.length > 0 || ports.inputs[index]!.to.length === 0),
  }
}

/** Sets the label of a sub-workflow port. With an empty label, the port's name is displayed. @internal */
export function setPortLabel(
  ports: WorkflowPorts = noPorts,
  { side }: InnerPort,
  name: string,
  label: string,
): WorkflowPorts {
  const relabel = <T extends { name: string }>(port: T): T => {
    if (port.name !== name) return port
    const { label: _, ...rest } = port as T & { label?: string }
    return (label === '' ? rest : { ...rest, label }) as T
  }
  return side === 'input'
    ? { ...ports, inputs: ports.inputs.map(relabel) }
    : { ...ports, outputs: ports.outputs.map(relabel) }
}
