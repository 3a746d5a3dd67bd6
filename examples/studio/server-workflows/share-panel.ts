import type { ServerApi } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import { css, html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { copyText } from '../shell/copy-text.ts'
import { page } from '../shell/element.ts'
import { select, toOptions } from '../shell/forms/fields.ts'
import '../shell/forms/studio-switch.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'
import { toPath } from '../shell/base-path.ts'

const linkPermissions = ['view', 'execute', 'comment', 'edit'] as const
type LinkPermission = (typeof linkPermissions)[number]
/** Links with which visitors comment or edit let people in, like invitations. */
const memberPermissions: readonly LinkPermission[] = ['view', 'execute']
/** Lifetimes that users can select for a link, in days. */
const linkLifetimeDays = [1, 7, 30] as const
const dayMs = 86_400_000

/** The public link of a workflow: whether there is one, what visitors can do, and when it expires. */
export class SharePanel extends page({
  /** Server ID of the workflow. */
  workflow: '',
}) {
  static override styles = [
    ...serverPageStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
        background: none;
      }

      p {
        margin: 0;
      }

      form.fields {
        padding: 0;
      }

      .link a {
        color: var(--_accent);
        overflow-wrap: anywhere;
      }
    `,
  ]

  readonly #sharing = new ServerDataController(this, {
    task: 'server-sharing',
    args: () => (this.workflow === '' ? undefined : [this.workflow]),
    load: loadLink,
  })

  protected override render(): TemplateResult {
    const { serverWorkflows: strings } = getStrings()
    const { link } = this.#sharing.data ?? {}
    return html`<p class="muted small">${strings.shareHelp}</p>
      ${
        this.#sharing.data
          ? html`<p>
              <studio-switch
                .label=${strings.shareByLink}
                .isOn=${link !== undefined}
                .isLabelVisible=${true}
                .onSwitch=${(isOn: boolean) => this.#setSharing(isOn)}
              ></studio-switch>
            </p>`
          : renderLoading()
      }
      ${link === undefined ? nothing : this.#renderLink(link)}`
  }

  #renderLink(link: Link): TemplateResult {
    const { serverWorkflows: strings } = getStrings()
    const expiries = [
      { value: '', label: strings.noExpiry },
      ...(link.expiresAt === null ? [] : [{ value: 'current', label: strings.expiresAt(Date.parse(link.expiresAt)) }]),
      ...linkLifetimeDays.map((days) => ({ value: String(days), label: strings.shareDays(days) })),
    ]
    return html`<p class="small bar link">
        <a href=${link.url}>${link.url}</a>
        <button @click=${() => void copyText(this, link.url, strings)}>${icon('copy')} ${strings.copyLink}</button>
      </p>
      <form class="fields" @submit=${(event: SubmitEvent) => event.preventDefault()}>
        ${select(
          strings.sharePermission,
          toOptions(
            this.workspace?.canAdminister !== false ? linkPermissions : memberPermissions,
            strings.sharePermissions,
          ),
          {
            value: link.permission,
            onChange: (permission) => void this.#changeLink({ permission }),
          },
        ).render('permission')}
        ${select(strings.shareExpiry, expiries, {
          value: link.expiresAt === null ? '' : 'current',
          onChange: (value) => void this.#changeExpiry(value),
        }).render('expiry')}
      </form>`
  }

  #setSharing(isPublic: boolean): Promise<unknown> {
    const { linkTurnedOn, linkTurnedOff } = getStrings().serverWorkflows
    const options = { path: { id: this.workflow }, body: { public: isPublic } }
    const toast = isPublic ? linkTurnedOn : linkTurnedOff
    return this.#sharing.change('PATCH /api/v1/workflows/{id}/sharing', options, toast)
  }

  async #changeExpiry(value: string): Promise<void> {
    if (value === 'current') return
    const expiry = value === '' ? null : new Date(Date.now() + Number(value) * dayMs).toISOString()
    await this.#changeLink({ expires_at: expiry })
  }

  #changeLink(changes: { permission?: LinkPermission; expires_at?: string | null }): Promise<unknown> {
    const options = { path: { id: this.workflow }, body: { public: true, ...changes } }
    const toast = getStrings().serverWorkflows.linkChanged
    return this.#sharing.change('PATCH /api/v1/workflows/{id}/sharing', options, toast)
  }
}

/** A link to the page where visitors can view the workflow. */
interface Link {
  url: string
  permission: LinkPermission
  expiresAt: string | null
}

async function loadLink(api: ServerApi, id: string): Promise<{ link: Link | undefined }> {
  const { value } = await api.call('GET /api/v1/workflows/{id}/sharing', { path: { id } })
  const { token, permission, expires_at: expiresAt } = value
  if (!token) return { link: undefined }
  const url = new URL(toPath(`/shared/${token}`), location.origin).href
  return { link: { url, permission: permission ?? 'view', expiresAt } }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-share': SharePanel
  }
}

customElements.define('studio-share', SharePanel)
