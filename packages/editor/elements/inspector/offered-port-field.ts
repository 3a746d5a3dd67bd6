import type { WorkflowSession } from '@aw-flow/client'
import type { Edit } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { labelPort, offeredPort, offerPort, withdrawPort, type InnerPort } from '@aw-flow/canvas'
import { InnerSession } from '../../inner-session.ts'
import type { InspectorStrings } from './inspector-strings.ts'

interface OfferedPortField {
  readonly inner: InnerPort
  /** The exposed port's label. */
  readonly title: string
  /** The port is connected inside, so that it cannot be connected from outside. */
  readonly isFed: boolean
  readonly strings: InspectorStrings
  readonly readonly: boolean
  apply(edit: Edit, merge?: string): void
}

/** In a sub-workflow: whether a port is exposed by its node, and under which label. */
export function offeredPortField(
  session: WorkflowSession | undefined,
  { inner, title, isFed, strings, readonly, apply }: OfferedPortField,
): TemplateResult | typeof nothing {
  if (!(session instanceof InnerSession)) return nothing
  const offered = offeredPort(session.document.current.ports, inner)
  if (!offered && isFed) return nothing
  const name = inner.port.label ?? inner.port.name
  // Of the current document: it may have changed since this was rendered.
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
