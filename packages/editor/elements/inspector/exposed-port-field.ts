import type { WorkflowSession } from '@aw-flow/client'
import type { Edit } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { setPortLabel, findExposedPort, exposePort, unexposePort, type InnerPort } from '@aw-flow/canvas'
import { InnerSession } from '../../inner-session.ts'
import type { InspectorStrings } from './inspector-strings.ts'

interface ExposedPortField {
  readonly innerPort: InnerPort
  /** The initial label of the exposed port. */
  readonly title: string
  /** True if the port is connected inside the sub-workflow, so it cannot be exposed. */
  readonly isConnected: boolean
  readonly strings: InspectorStrings
  readonly readonly: boolean
  apply(edit: Edit, merge?: string): void
}

/**
 * Renders a checkbox that exposes a node's port on the enclosing sub-workflow node, and a field for the exposed port's
 * label. Renders nothing outside sub-workflows.
 */
export function renderExposedPortField(
  session: WorkflowSession | undefined,
  { innerPort, title, isConnected, strings, readonly, apply }: ExposedPortField,
): TemplateResult | typeof nothing {
  if (!(session instanceof InnerSession)) return nothing
  const exposedPort = findExposedPort(session.document.current.ports, innerPort)
  if (!exposedPort && isConnected) return nothing
  const name = innerPort.port.label ?? innerPort.port.name
  // Read the current ports: the document may have changed since the last rendering.
  const toggle = (): void => {
    const { ports } = session.document.current
    apply({
      type: 'set-ports',
      ports: exposedPort ? unexposePort(ports, innerPort) : exposePort(ports, innerPort, title),
    })
  }
  return html`<label class="offered">
      <input type="checkbox" .checked=${live(exposedPort !== undefined)} ?disabled=${readonly} @change=${toggle} />
      ${innerPort.side === 'input' ? strings.exposeInput : strings.exposeOutput}
    </label>
    ${
      exposedPort
        ? html`<input
            type="text"
            maxlength="200"
            autocomplete="off"
            aria-label=${strings.exposedPortName(name)}
            placeholder=${exposedPort.name}
            ?disabled=${readonly}
            .value=${live(exposedPort.label)}
            @input=${(event: Event) => {
              const { value } = event.target as HTMLInputElement
              const ports = setPortLabel(session.document.current.ports, innerPort, exposedPort.name, value)
              apply({ type: 'set-ports', ports }, `port ${exposedPort.name}`)
            }}
          />`
        : nothing
    }`
}
