import type { ServerActivity, ServerAuditEntry, ServerMember } from '@aw-flow/client'
import { icon, saveFile } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Account } from '../accounts/account.ts'
import { describeActor } from './describe-actor.ts'
import { formatRemoteAddress } from '../accounts/describe-device.ts'
import { catchProblem } from '../accounts/describe-problem.ts'
import { renderAccountProblem } from '../accounts/render-account-problem.ts'
import { formatDetails } from './format-details.ts'
import { getRunTitle } from '../display-names.ts'
import { getStrings } from '../language/strings.ts'
import { renderEmpty } from '../shell/draw-empty.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { createTableCardStyles } from '../shell/table-cards.ts'
import { accountPageStyles } from '../accounts/account-page.styles.ts'
import { page } from '../shell/element.ts'

/** A recorded change. */
interface Change {
  id: string
  person: string
  action: string
  type: string
  entityId: string | null
  details: Readonly<Record<string, unknown>>
  changedAt: number
  ipAddress: string | null
}

/** Name of a changed item, and the path of its page if it has one. */
interface EntityName {
  name: string
  path?: string
}

const pageSize = 50
const exportFormats = ['jsonl', 'csv'] as const

/** The activity page, which lists the changes made by workspace members. Administrators can filter and export them. */
export class ActivityPage extends page({
  /** `undefined` while the changes are loading. */
  changes: undefined as readonly Change[] | undefined,
  total: 0,
  members: [] as readonly ServerMember[],
  problem: undefined as Problem | undefined,
}) {
  static override styles = [
    ...accountPageStyles,
    css`
      main {
        max-width: 1080px;
      }

      /* Unlike the contents of other panels, the filters are in one row. */
      form.panel {
        display: flex;
      }

      .scroller {
        overflow-x: auto;
      }

      th,
      td {
        padding: 8px 16px 8px 0;
      }

      th {
        color: var(--_muted);
        white-space: nowrap;
      }

      tbody tr {
        border-top: 1px solid var(--_border);
      }

      td {
        max-width: 320px;
        overflow-wrap: break-word;
      }

      td.time {
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }

      td a {
        color: var(--_accent);
      }

      /* Too narrow for six columns: each change becomes a card. */
      @media (max-width: 900px) {
        tbody tr {
          display: flex;
          flex-wrap: wrap;
          gap: 2px 12px;
          padding: 8px 0;
        }

        td {
          max-width: 100%;
          padding: 0;
        }

        td.time {
          flex-basis: 100%;
          color: var(--_muted);
        }
      }
    `,
    createTableCardStyles(900),
  ]

  /** Email addresses of pending invitations, keyed by invitation ID. */
  #invitedEmails: ReadonlyMap<string, string> = new Map()
  #filter: Record<string, string> = {}

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace')) void this.#load()
  }

  protected override render(): TemplateResult | typeof nothing {
    const account = this.workspace?.account
    if (!account) return nothing
    const { activity: strings } = getStrings()
    return html`<main>
      <header>
        <h1 tabindex="-1">${strings.title}</h1>
        ${
          account.canAdminister
            ? html`<button @click=${() => void this.#verifyLog(account)}>
                  ${icon('shield-check')} ${strings.verifyLog}
                </button>
                ${exportFormats.map(
                  (format) =>
                    html`<button @click=${() => void this.#export(account, format)}>
                      ${icon('download')} ${strings.export[format]}
                    </button>`,
                )}`
            : nothing
        }
      </header>
      ${account.canAdminister ? this.#renderFilter() : nothing} ${renderAccountProblem(this.problem)}
      ${this.#renderChanges(account)}
    </main>`
  }

  #renderFilter(): TemplateResult {
    const { activity: strings, formats } = getStrings()
    return html`<form
      class="panel"
      @change=${(event: Event) => {
        const form = event.currentTarget as HTMLFormElement
        this.#filter = Object.fromEntries(
          [...new FormData(form)].map(([name, value]) => [name, String(value)]).filter(([, value]) => value !== ''),
        ) as Record<string, string>
        void this.#load()
      }}
      @submit=${(event: SubmitEvent) => event.preventDefault()}
    >
      <label
        >${strings.person}
        <select name="user_id">
          <option value="">${strings.all}</option>
          ${this.members.map(
            ({ user_id: id, full_name: name, email }) => html`<option value=${id}>${name ?? email}</option>`,
          )}
        </select></label
      >
      <label
        >${strings.item}
        <select name="entity_type" data-testid="entity-type">
          <option value="">${strings.all}</option>
          ${Object.entries(strings.types)
            .sort(([, first], [, second]) => first.localeCompare(second, formats.locale))
            .map(([type, label]) => html`<option value=${type}>${label}</option>`)}
        </select></label
      >
      <label class="narrow">${strings.from}<input type="date" name="from" /></label>
      <label class="narrow">${strings.to}<input type="date" name="to" /></label>
    </form>`
  }

  #renderChanges(account: Account): TemplateResult | typeof nothing {
    const { activity: strings } = getStrings()
    const { changes, total } = this
    if (!changes) return this.problem ? nothing : renderLoading()
    if (changes.length === 0)
      return renderEmpty('rules', Object.keys(this.#filter).length > 0 ? strings.noMatch : strings.empty)
    const names = this.#collectEntityNames()
    return html`<section class="panel">
      <div class="scroller" tabindex="0" role="region" aria-label=${strings.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">${strings.time}</th>
              <th scope="col">${strings.person}</th>
              <th scope="col">${strings.action}</th>
              <th scope="col">${strings.item}</th>
              <th scope="col">${strings.details}</th>
              ${account.canAdminister ? html`<th scope="col">${strings.ipAddress}</th>` : nothing}
            </tr>
          </thead>
          <tbody>
            ${changes.map((change) => this.#renderChange(account, change, names))}
          </tbody>
        </table>
      </div>
      <p class="muted small">
        ${strings.shownCount(changes.length, total)}
        ${
          changes.length < total
            ? html`<button data-testid="more-changes" @click=${() => void this.#load(account, changes.length)}>
                ${strings.showMore}
              </button>`
            : nothing
        }
      </p>
    </section>`
  }

  #renderChange(
    account: Account,
    { changedAt, person, action, type, entityId, details, ipAddress }: Change,
    names: ReadonlyMap<string, EntityName>,
  ): TemplateResult {
    const { activity: strings, formats } = getStrings()
    const entityName = entityId === null ? undefined : names.get(`${type} ${entityId}`)
    const path = entityName?.path ?? getEntityPath(type, entityId)
    const label = strings.types[type as keyof typeof strings.types] ?? type
    // IDs mean nothing to readers, so they appear only in a tooltip.
    const item = html`<span title=${entityId ?? nothing}
      >${label}${entityName === undefined ? '' : html` <span class="muted">${entityName.name}</span>`}</span
    >`
    return html`<tr data-testid="change">
      <td class="time">${formats.dateTime(changedAt)}</td>
      <td>${person}</td>
      <td>${strings.actions[action as keyof typeof strings.actions] ?? action}</td>
      <td>${path === undefined || action === 'delete' ? item : html`<a href=${path}>${item}</a>`}</td>
      <td class="muted">${formatDetails(details, this.members)}</td>
      ${account.canAdminister ? html`<td class="muted">${formatRemoteAddress(ipAddress)}</td>` : nothing}
    </tr>`
  }

  /** Returns the names of workflows, runs, datasets, members and pending invitations, keyed by type and server ID. */
  #collectEntityNames(): ReadonlyMap<string, EntityName> {
    const { workspace } = this
    const names = new Map<string, EntityName>()
    const getServerId = (kind: 'document' | 'run', id: string): string =>
      workspace?.server?.remoteRefs.find(kind, id)?.id ?? id
    for (const { id, workflow } of workspace?.workflows ?? [])
      names.set(`workflow ${getServerId('document', id)}`, { name: workflow.name, path: getWorkflowPath(id) })
    for (const run of workspace?.runs ?? [])
      names.set(`run ${getServerId('run', run.run)}`, { name: getRunTitle(run), path: getRunPath(run.run) })
    for (const { dataset } of workspace?.datasets ?? []) names.set(`dataset ${dataset.id}`, { name: dataset.name })
    for (const { user_id: id, full_name: name, email } of this.members)
      names.set(`member ${id}`, { name: name ?? email })
    for (const [id, email] of this.#invitedEmails) names.set(`invitation ${id}`, { name: email })
    return names
  }

  /** Loads a page of changes, starting at `offset`. */
  async #load(account = this.workspace?.account, offset = 0): Promise<void> {
    if (!account?.workspace) return
    this.problem = await catchProblem(async () => {
      const query = { limit: pageSize, offset }
      const { changes, total } = account.canAdminister
        ? await this.#loadAuditLog(account, query)
        : await loadActivity(account, query)
      this.changes = [...(offset === 0 ? [] : (this.changes ?? [])), ...changes]
      this.total = total
    })
  }

  async #loadAuditLog(
    account: Account,
    query: { limit: number; offset: number },
  ): Promise<{ changes: Change[]; total: number }> {
    const path = { id: account.workspace!.id }
    const [entries, members, invitations] = await Promise.all([
      account.api.call('GET /api/v1/audit', { query: { ...query, ...this.#filter } }),
      account.api.call('GET /api/v1/workspaces/{id}/members', { path }),
      account.api.call('GET /api/v1/workspaces/{id}/invitations', { path }),
    ])
    this.members = members.value.items
    this.#invitedEmails = new Map(invitations.value.items.map(({ id, email }) => [id, email]))
    return {
      changes: entries.value.items.map((entry: ServerAuditEntry) => ({
        id: entry.id,
        person: describeActor(entry, entry.changes),
        action: entry.action,
        type: entry.entity_type,
        entityId: entry.entity_id,
        details: entry.changes,
        changedAt: Date.parse(entry.timestamp),
        ipAddress: entry.ip_address,
      })),
      total: entries.value.total,
    }
  }

  async #verifyLog(account: Account): Promise<void> {
    const { activity: strings } = getStrings()
    this.problem = await catchProblem(async () => {
      const { value } = await account.api.call('GET /api/v1/audit/check', {})
      const text = value.valid
        ? strings.logIntact(value.entries ?? 0)
        : value.first_invalid === null
          ? strings.logEndCorrupted
          : strings.logCorrupted(value.first_invalid)
      this.dispatchEvent(new ToastEvent(text))
    })
  }

  async #export(account: Account, format: (typeof exportFormats)[number]): Promise<void> {
    this.problem = await catchProblem(async () => {
      const { value } = await account.api.call('GET /api/v1/audit/export', { query: { format, ...this.#filter } })
      saveFile(value as Blob, `audit.${format}`)
    })
  }
}

async function loadActivity(
  account: Account,
  query: { limit: number; offset: number },
): Promise<{ changes: Change[]; total: number }> {
  const { value } = await account.api.call('GET /api/v1/activity', { query })
  return {
    changes: value.items.map((item: ServerActivity) => ({
      id: item.id,
      person: describeActor(item, item.details),
      action: item.action,
      type: item.resource_type,
      entityId: item.resource_id,
      details: item.details,
      changedAt: Date.parse(item.created_at),
      ipAddress: null,
    })),
    total: value.total,
  }
}

function getEntityPath(type: string, entityId: string | null): string | undefined {
  if (entityId === null) return undefined
  if (type === 'workflow') return getWorkflowPath(entityId)
  return type === 'run' ? getRunPath(entityId) : undefined
}

customElements.define('studio-activity', ActivityPage)
