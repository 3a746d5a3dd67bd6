import type { WorkflowSession } from '@aw-flow/client'
import { createRunHistory, type RunHistory } from '@aw-flow/schema'
import { css, html, nothing, type PropertyValues } from 'lit'
import { LanguageController } from '../../language/language-controller.ts'
import { loadMonitorLanguage } from '../../language/monitor-language.ts'
import { runMonitorStrings, type RunMonitorStrings } from '../../monitor/monitor-strings.ts'
import { SessionController } from '../../session-controller.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-node-result': AwNodeResult
  }
}

/**
 * Shows the last result of a node that has no output table: its output values and, for an agent, its messages and
 * tool calls.
 *
 * @csspart failure - The error message of the failed node.
 * @csspart code - The text area of a code field.
 * @csspart table-scroller - The scroll container of a table.
 * @csspart table-status - The status line below a table.
 * @csspart download-button - The download button of a table.
 * @csspart download-more - The button that opens the menu of other download formats.
 *
 * @public
 */
export class AwNodeResult extends element(
  {
    /** The session whose last run is shown. Default: the session from the context. */
    session: undefined as WorkflowSession | undefined,
    /** Id of the node. */
    node: undefined as string | undefined,
    strings: runMonitorStrings as RunMonitorStrings,
  },
  { node: {} },
) {
  static override styles = css`
    :host {
      display: block;
      height: 100%;
      overflow: auto;
    }
  `

  #history: RunHistory = createRunHistory([])
  readonly #controller = new SessionController(this, ['run'])

  constructor() {
    super()
    this.addController(new LanguageController(this, runMonitorStrings, (locale) => loadMonitorLanguage(locale, false)))
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const record = this.#controller.session?.runs.record ?? []
    if (record.length !== this.#history.events.length || record[0] !== this.#history.events[0])
      this.#history = createRunHistory(record, this.#history)
  }

  override render(): unknown {
    const { session } = this.#controller
    if (!session) return nothing
    return html`<aw-run-attempt
      exportparts="failure, code, table-scroller, table-status, download-button, download-more"
      .moment=${this.#history.now}
      .node=${this.node}
      .types=${session.engine.catalog}
      .session=${session}
      .strings=${this.strings}
    ></aw-run-attempt>`
  }
}
