import type { WorkflowSession } from '@aw-flow/client'
import type { Edit } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { labelPort, offeredPort, offerPort, withdrawPort, type InnerPort } from '@aw-flow/canvas'
import { InnerSession } from '../../inner-session.ts'
import type { InspectorStrings } from './inspector-strings.ts'

interface OfferedPortField {
  readonly inner: InnerPort
  /** What the port is called where it is offered. */
  readonly title: string
  /** Something inside feeds it already: it cannot be fed from outside as well. */
  readonly isFed: boolean
  readonly strings: InspectorStrings
  readonly readonly: boolean
  apply(edit: Edit, merge?: string): void
}

/** Inside a sub-workflow: whether a port is also one of the node outside, and what it is called there. */
export function offeredPortField(
  session: WorkflowSession | undefined,
  { inner, title, isFed, strings, readonly, apply }: OfferedPortField,
): TemplateResult | typeof nothing {
  if (!(session instanceof InnerSession)) return nothing
  const offered = offeredPort(session.document.current.ports, inner)
  if (!offered && isFed) return nothing
  const name = inner.port.label ?? inner.port.name
  // Of the document as it is then: something else may have changed it since this was drawn.
  const toggle = (): void => {
    const { ports } = session.document.current
    apply({ type: 'set-ports', ports: offered ? withdrawPort(ports, inner) : offerPort(ports, inner, title) })
  }
  return html`<label class="offered">
      <input type="checkbox" .checked=${live(offered !== undefined)} ?disabled=${readonly} @change=${toggle} />
      ${inner.side === 'input' ? strings.fedFromOutside : strings.offeredOutside}
    </label>
    ${
      offered
        ? html`<input
            type="text"
            maxlength="200"
            autocomplete="off"
            aria-label=${strings.nameOutside(name)}
            placeholder=${offered.name}
            ?disabled=${readonly}
            .value=${live(offered.label)}
            @input=${(event: Event) => {
              const { value } = event.target as HTMLInputElement
              const ports = labelPort(session.document.current.ports, inner, offered.name, value)
              apply({ type: 'set-ports', ports }, `port ${offered.name}`)
            }}
          />`
        : nothing
    }`
}
