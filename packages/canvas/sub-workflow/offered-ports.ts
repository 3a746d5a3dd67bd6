import type { Port, WorkflowPorts } from '@aw-flow/schema'
import { freeName } from './free-name.ts'

/** A port of a node inside a sub-workflow. @internal */
export interface InnerPort {
  readonly node: string
  readonly side: 'input' | 'output'
  readonly port: Port
}

/** A port of the sub-workflow itself, as seen from outside. */
export interface OfferedPort {
  readonly name: string
  readonly label: string
}

const none: WorkflowPorts = { inputs: [], outputs: [] }

const isAt = ({ node, port }: InnerPort, place: { node: string; port: string }): boolean =>
  place.node === node && place.port === port.name

/** The port of the sub-workflow that exposes an inner port; `undefined` if it is not exposed. @internal */
export function offeredPort(ports: WorkflowPorts = none, inner: InnerPort): OfferedPort | undefined {
  const found =
    inner.side === 'input'
      ? ports.inputs.find(({ to }) => to.some((place) => isAt(inner, place)))
      : ports.outputs.find(({ from }) => isAt(inner, from))
  return found && { name: found.name, label: found.label ?? '' }
}

/** Exposes an inner port under a free name, with the label `title`. @internal */
export function offerPort(ports: WorkflowPorts = none, inner: InnerPort, title: string): WorkflowPorts {
  const { node, side, port } = inner
  const { type, required } = port
  const name = freeName(port.name, new Set(ports[`${side}s`].map((other) => other.name)))
  const place = { node, port: port.name }
  return side === 'input'
    ? {
        ...ports,
        inputs: [...ports.inputs, { name, type, label: title, ...(required ? { required } : {}), to: [place] }],
      }
    : { ...ports, outputs: [...ports.outputs, { name, type, label: title, from: place }] }
}

/** Stops exposing an inner port; an input that also feeds other ports continues to feed those. @internal */
export function withdrawPort(ports: WorkflowPorts = none, inner: InnerPort): WorkflowPorts {
  if (inner.side === 'output') return { ...ports, outputs: ports.outputs.filter(({ from }) => !isAt(inner, from)) }
  const rest = ports.inputs.map((one) => ({ ...one, to: one.to.filter((place) => !isAt(inner, place)) }))
  return { ...ports, inputs: rest.filter(({ to }, index) => to.length > 0 || ports.inputs[index]!.to.length === 0) }
}

/** Sets the label of a port of the sub-workflow; with an empty label, the port's name is shown. @internal */
export function labelPort(
  ports: WorkflowPorts = none,
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
