import { getProblemText, unwrap, type Json, type Problem, type TableSchema } from '@aw-flow/schema'
import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { findInputTable } from '../../views/plan/input-table.ts'
import { toProblem } from '../../views/table-source.ts'
import type { SchemaStrings } from './schema-strings.ts'

/** The state of a node's schema proposal. */
type ProposalResult = { readonly node: string } & (
  | { readonly state: 'proposing' }
  | { readonly state: 'proposed'; readonly columns: number; readonly rows: number }
  | { readonly state: 'failed'; readonly problem: Problem }
)

/**
 * Proposes a schema for a Validate node from the profile of its input table in the last run. The schema
 * becomes a setting like any other, which can be edited or undone.
 */
export class SchemaControl implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #proposal: ProposalResult | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#proposal = undefined
  }

  /** Renders a button that proposes a schema, if the node is a Validate node and the session can propose schemas. */
  render(
    session: WorkflowSession,
    node: { readonly id: string; readonly type: string },
    strings: SchemaStrings,
    set: (setting: string, value: Json) => void,
  ): TemplateResult | typeof nothing {
    if (node.type !== 'validation' || !session.tables.proposeSchema) return nothing
    const table = findInputTable(session, node.id)
    const proposal = this.#proposal?.node === node.id ? this.#proposal : undefined
    const propose = async (): Promise<void> => {
      if (!table) return
      this.#report({ node: node.id, state: 'proposing' })
      try {
        const schema = unwrap(await session.tables.proposeSchema!({ table }))
        if (this.#proposal?.node !== node.id) return
        set('schema', formatSchema(schema))
        this.#report({ node: node.id, state: 'proposed', columns: schema.columns.length, rows: table.rows })
      } catch (cause) {
        this.#report({ node: node.id, state: 'failed', problem: toProblem(cause) })
      }
    }
    return html`<div class="propose-schema">
      <button type="button" ?disabled=${!table || proposal?.state === 'proposing'} @click=${() => void propose()}>
        ${icon('wand-sparkles')}${strings.propose}
      </button>
      ${proposal ? nothing : html`<p class="small muted">${table ? strings.hint : strings.noTable}</p>`}
      <p class="small ${proposal?.state === 'failed' ? 'bad' : 'muted'}" role="status">
        ${proposal ? renderResult(proposal, strings) : nothing}
      </p>
    </div>`
  }

  #report(proposal: ProposalResult): void {
    this.#proposal = proposal
    this.#host.requestUpdate()
  }
}

function renderResult(result: ProposalResult, strings: SchemaStrings): string {
  switch (result.state) {
    case 'proposing':
      return strings.proposing
    case 'proposed':
      return strings.proposed(result.columns, result.rows)
    case 'failed':
      return strings.failed(strings.renderText(getProblemText(result.problem)))
  }
}

/** Formats a schema as JSON with one line per column. */
function formatSchema({ columns, ...rest }: TableSchema): string {
  const lines = columns.map((column) => `    ${JSON.stringify(column)}`)
  const otherLines = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  return `{\n${[`  "columns": [\n${lines.join(',\n')}\n  ]`, ...otherLines].join(',\n')}\n}`
}
