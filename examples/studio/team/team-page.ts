import type { ServerInvitation, ServerMember } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Account } from '../accounts/account.ts'
import './quotas-panel.ts'
import './retention-panel.ts'
import { catchProblem } from '../accounts/describe-problem.ts'
import { renderAccountProblem } from '../accounts/render-account-problem.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { select, selectItem, text, toOptions } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { askQuestion } from '../shell/question-dialog.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { accountPageStyles } from '../accounts/account-page.styles.ts'
import { page } from '../shell/element.ts'
import { basePath } from '../shell/base-path.ts'

type Section = 'workspace' | 'members' | 'invitations' | 'ownership'

/** Roles that administrators can assign to other members. */
const assignableRoles = ['administrator', 'editor', 'commenter', 'viewer'] as const
type AssignableRole = (typeof assignableRoles)[number]

/** The page for managing the selected workspace: members, invitations, name, quotas, retention and ownership. */
export class TeamPage extends page({
  /** `undefined` while the members are loading. */
  members: undefined as readonly ServerMember[] | undefined,
  invitations: [] as readonly ServerInvitation[],
  problem: undefined as { section: Section; problem: Problem } | undefined,
}) {
  static override styles = accountPageStyles

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('workspace')) return
    this.members = undefined
    void this.#perform('members', () => this.#load())
  }

  protected override render(): TemplateResult | typeof nothing {
    const account = this.workspace?.account
    if (!account?.workspace) return nothing
    return html`<main>
      <header><h1 tabindex="-1">${account.workspace.name}</h1></header>
      ${account.canAdminister ? nothing : this.#renderDescription(account)} ${this.#renderMembers(account)}
      ${account.canAdminister ? html`${this.#renderInvitations(account)} ${this.#renderForm(account)}` : nothing}
      <studio-quotas .account=${account}></studio-quotas>
      <studio-retention .account=${account}></studio-retention>
      ${this.#renderOwnership(account)}
    </main>`
  }

  #renderForm(account: Account): TemplateResult {
    const { team: strings } = getStrings()
    return html`<section class="panel" aria-labelledby="workspace">
      <h2 id="workspace">${strings.title}</h2>
      ${renderForm({
        fields: () => ({
          name: text(strings.name, {
            value: account.workspace?.name,
            isRequired: true,
            maxLength: 100,
            isProse: true,
            testId: 'workspace-name',
          }),
          description: text(strings.description, {
            value: account.workspace?.description,
            maxLength: 2000,
            isProse: true,
          }),
        }),
        submit: strings.save,
        onSubmit: (body) =>
          this.#perform('workspace', async () => {
            await account.api.call('PATCH /api/v1/workspaces/{id}', { path: { id: account.workspace!.id }, body })
            await account.loadWorkspaces()
            account.openIfReady()
            this.requestUpdate()
            this.#showToast(strings.saved)
          }),
      })}
      ${this.#renderProblem('workspace')}
    </section>`
  }

  #renderDescription({ workspace }: Account): TemplateResult | typeof nothing {
    return workspace?.description ? html`<p class="muted">${workspace.description}</p>` : nothing
  }

  #renderMembers(account: Account): TemplateResult | typeof nothing {
    const { team: strings } = getStrings()
    const { members } = this
    return html`<section class="panel" aria-labelledby="members">
      <h2 id="members">${strings.members}</h2>
      ${account.canAdminister ? nothing : html`<p class="muted small">${strings.onlyAdministrators}</p>`}
      ${members || this.problem ? nothing : renderLoading()}
      <ul>
        ${repeat(
          members ?? [],
          (member) => member.user_id,
          (member) => this.#renderMember(account, member),
        )}
      </ul>
      <dl class="role-help">
        ${(['owner', ...assignableRoles] as const).map(
          (role) =>
            html`<dt>${strings.roles[role]}</dt>
              <dd>${strings.roleHelp[role]}</dd>`,
        )}
      </dl>
      ${this.#renderProblem('members')}
    </section>`
  }

  #renderMember(account: Account, member: ServerMember): TemplateResult {
    const { team: strings } = getStrings()
    const { user_id: id, email, full_name: name, role, joined_at: joinedAt } = member
    const memberName = name ?? email
    const isSelf = id === account.user?.id
    const canChange = account.canAdminister && role !== 'owner' && !isSelf
    return html`<li data-testid="member-item">
      <span class="item-text">
        <span class="ellipsis name">${memberName}</span>
        <span class="ellipsis muted small">
          ${[...(name === null ? [] : [email]), strings.joined(formatTimeAgo(Date.parse(joinedAt), Date.now()))].join(' · ')}
        </span>
      </span>
      ${isSelf ? html`<span class="tag">${strings.you}</span>` : nothing}
      ${
        canChange
          ? html`<select
                aria-label=${strings.roleLabel(memberName)}
                @change=${(event: Event) =>
                  void this.#changeRole(account, member, (event.target as HTMLSelectElement).value as AssignableRole)}
              >
                ${assignableRoles.map(
                  (value) =>
                    html`<option value=${value} .selected=${live(value === role)}>${strings.roles[value]}</option>`,
                )}
              </select>
              <button aria-label=${strings.removeLabel(memberName)} @click=${() => void this.#remove(account, member)}>
                ${strings.remove}
              </button>`
          : html`<span>${strings.roles[role]}</span>`
      }
    </li>`
  }

  #renderInvitations(account: Account): TemplateResult {
    const { team: strings, formats } = getStrings()
    return html`<section class="panel" aria-labelledby="invitations">
      <h2 id="invitations">${strings.invitations}</h2>
      <p class="muted small">${strings.inviteHelp} ${account.hasOutbox ? getStrings().signIn.outbox : nothing}</p>
      ${renderForm({
        fields: () => ({
          email: text(strings.inviteEmail, {
            type: 'email',
            isRequired: true,
            maxLength: 255,
            testId: 'invite-email',
          }),
          role: select(strings.inviteRole, toOptions(assignableRoles, strings.roles), {
            value: 'editor',
            testId: 'invite-role',
          }),
        }),
        submit: html`${icon('user-plus')} ${strings.invite}`,
        submitTestId: 'invite',
        isPrimary: true,
        onSubmit: (body) => this.#perform('invitations', () => this.#invite(account, body)),
      })}
      ${this.#renderProblem('invitations')}
      ${
        this.invitations.length === 0
          ? html`<p class="muted small">${strings.noInvitations}</p>`
          : html`<ul>
              ${this.invitations.map(
                (invitation) =>
                  html`<li data-testid="invitation-item">
                    ${icon('mail', 20)}
                    <span class="item-text">
                      <span class="ellipsis name">${invitation.email}</span>
                      <span class="muted small">
                        ${strings.roles[invitation.role]} ·
                        ${strings.expires(formats.dateTime(Date.parse(invitation.expires_at)))}
                      </span>
                    </span>
                    <button
                      aria-label=${strings.resendLabel(invitation.email)}
                      @click=${() =>
                        void this.#perform('invitations', () =>
                          this.#invite(account, { email: invitation.email, role: invitation.role as AssignableRole }),
                        )}
                    >
                      ${strings.resend}
                    </button>
                    <button
                      aria-label=${strings.revokeLabel(invitation.email)}
                      @click=${() => void this.#revoke(account, invitation)}
                    >
                      ${strings.revoke}
                    </button>
                  </li>`,
              )}
            </ul>`
      }
    </section>`
  }

  #renderOwnership(account: Account): TemplateResult {
    const { team: strings } = getStrings()
    return html`<section class="panel" aria-labelledby="ownership">
      <h2 id="ownership">${strings.leaveOrTransfer}</h2>
      ${account.isOwner ? this.#renderTransfer(account) : nothing}
      <div class="actions">
        ${
          account.isOwner
            ? html`<p class="muted small">${strings.ownerCannotLeave}</p>`
            : html`<button data-testid="leave-workspace" @click=${() => void this.#leave(account)}>
                ${icon('log-out')} ${strings.leave}
              </button>`
        }
        ${
          account.isOwner && account.workspace?.id !== 'default'
            ? html`<button class="bad" data-testid="delete-workspace" @click=${() => void this.#delete(account)}>
                ${icon('trash')} ${strings.deleteWorkspace}
              </button>`
            : nothing
        }
      </div>
      ${this.#renderProblem('ownership')}
    </section>`
  }

  #renderTransfer(account: Account): TemplateResult {
    const { team: strings } = getStrings()
    const otherMembers = this.members?.filter(({ user_id: id }) => id !== account.user?.id) ?? []
    if (otherMembers.length === 0) return html`<p class="muted small">${strings.noTransferCandidates}</p>`
    return renderForm({
      fields: () => ({
        user: selectItem(
          strings.transferTo,
          otherMembers.map(({ user_id: id, full_name: name, email }) => ({ id, name: name ?? email })),
        ),
      }),
      submit: strings.transfer,
      onSubmit: ({ user }) =>
        this.#perform('ownership', async () => {
          const newOwner = otherMembers.find(({ user_id: id }) => id === user)
          if (!newOwner) return
          const memberName = newOwner.full_name ?? newOwner.email
          const question = {
            title: strings.transferQuestion(memberName),
            text: strings.transferHelp,
            action: strings.transfer,
          }
          if ((await askQuestion({ ...question, isDestructive: true })) === undefined) return
          await account.api.call('POST /api/v1/workspaces/{id}/transfer', {
            path: { id: account.workspace!.id },
            body: { user_id: user },
          })
          await this.#load()
          this.#showToast(strings.transferred(memberName))
        }),
    })
  }

  #renderProblem(section: Section): TemplateResult | typeof nothing {
    return renderAccountProblem(this.problem?.section === section ? this.problem.problem : undefined)
  }

  /** Loads the members and invitations. Also reloads the workspaces, because the user's own role may have changed. */
  async #load(): Promise<void> {
    const account = this.workspace?.account
    if (!account?.workspace) return
    await account.loadWorkspaces()
    account.openIfReady()
    const path = { id: account.workspace?.id ?? '' }
    const [members, invitations] = await Promise.all([
      account.api.call('GET /api/v1/workspaces/{id}/members', { path }),
      account.canAdminister ? account.api.call('GET /api/v1/workspaces/{id}/invitations', { path }) : undefined,
    ])
    this.members = members.value.items
    this.invitations = invitations?.value.items ?? []
  }

  async #changeRole(account: Account, member: ServerMember, role: AssignableRole): Promise<void> {
    const { team: strings } = getStrings()
    await this.#perform('members', async () => {
      await account.api.call('PATCH /api/v1/workspaces/{id}/members/{user_id}', {
        path: { id: account.workspace!.id, user_id: member.user_id },
        body: { role },
      })
      this.#showToast(strings.roleChanged(member.full_name ?? member.email, strings.roles[role]))
    })
    await this.#perform('members', () => this.#load(), false)
  }

  async #remove(account: Account, { user_id: userId, full_name: name, email }: ServerMember): Promise<void> {
    const { team: strings } = getStrings()
    const memberName = name ?? email
    const title = strings.removeQuestion(memberName, account.workspace?.name ?? '')
    const question = { title, text: strings.removeHelp, action: strings.remove, isDestructive: true }
    if ((await askQuestion(question)) === undefined) return
    await this.#perform('members', async () => {
      const path = { id: account.workspace!.id, user_id: userId }
      await account.api.call('DELETE /api/v1/workspaces/{id}/members/{user_id}', { path })
      await this.#load()
      this.#showToast(strings.removed(memberName))
    })
  }

  async #invite(account: Account, body: { email: string; role: AssignableRole }): Promise<void> {
    await account.api.call('POST /api/v1/workspaces/{id}/invite', { path: { id: account.workspace!.id }, body })
    await this.#load()
    this.#showToast(getStrings().team.invited(body.email))
  }

  async #revoke(account: Account, { id: invitationId, email }: ServerInvitation): Promise<void> {
    await this.#perform('invitations', async () => {
      const path = { id: account.workspace!.id, invitation: invitationId }
      await account.api.call('DELETE /api/v1/workspaces/{id}/invitations/{invitation}', { path })
      await this.#load()
      this.#showToast(getStrings().team.revoked(email))
    })
  }

  async #leave(account: Account): Promise<void> {
    const { team: strings } = getStrings()
    const { id = '', name = '' } = account.workspace ?? {}
    const question = {
      title: strings.leaveQuestion(name),
      text: strings.leaveHelp,
      action: strings.leave,
      isDestructive: true,
    }
    if ((await askQuestion(question)) === undefined) return
    await this.#perform('ownership', async () => {
      await account.api.call('POST /api/v1/workspaces/{id}/leave', { path: { id } })
      location.assign(basePath)
    })
  }

  async #delete(account: Account): Promise<void> {
    const { team: strings } = getStrings()
    const { id = '', name = '' } = account.workspace ?? {}
    const question = { title: strings.deleteQuestion(name), text: strings.deleteHelp, action: strings.deleteWorkspace }
    if ((await askQuestion({ ...question, isDestructive: true })) === undefined) return
    await this.#perform('ownership', async () => {
      await account.api.call('DELETE /api/v1/workspaces/{id}', { path: { id } })
      location.assign(basePath)
    })
  }

  /** Performs an action and shows its problem in a section. Returns `true` if it succeeded. */
  async #perform(section: Section, action: () => Promise<void>, shouldClearProblem = true): Promise<true | undefined> {
    if (shouldClearProblem) this.problem = undefined
    const problem = await catchProblem(action)
    if (!problem) return true
    this.problem = { section, problem }
    return undefined
  }

  #showToast(text: string): void {
    this.dispatchEvent(new ToastEvent(text))
  }
}

customElements.define('studio-team', TeamPage)
