import { icon } from '@aw-flow/editor'
import type { ServerUser, ServerWorkspace } from '@aw-flow/client'
import { css, html, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import type { Account } from './account.ts'
import { toPath } from '../shell/base-path.ts'

interface AccountMenuActions {
  onSelect: (workspace: ServerWorkspace) => void
  onCreate: () => void
  onSignOut: () => void
  /** Called when the user follows a link in the menu. */
  onNavigate: () => void
}

/** Renders the account menu: the signed-in user, their workspaces, and links to the account and workspace pages. */
export function renderAccountMenu(account: Account, actions: AccountMenuActions): TemplateResult {
  const { account: strings, team, activity } = getStrings()
  const { user, workspaces, workspace: selectedWorkspace } = account
  return html`<div class="account-menu">
    <div class="person">
      ${renderAvatar(user)}
      <span class="texts">
        <strong>${user?.full_name ?? user?.email}</strong>
        ${user?.full_name ? html`<span class="muted">${user.email}</span>` : ''}
      </span>
    </div>
    <h2 id="account-workspaces">${strings.workspaces}</h2>
    <ul aria-labelledby="account-workspaces">
      ${workspaces.map(
        (workspace) =>
          html`<li>
            <button
              class="quiet"
              aria-pressed=${workspace.id === selectedWorkspace?.id}
              data-testid="select-workspace"
              @click=${() => actions.onSelect(workspace)}
            >
              <span class="texts">
                <span>${workspace.name}</span>
                <span class="muted">${workspace.role === null ? '' : team.roles[workspace.role]}</span>
              </span>
              ${workspace.id === selectedWorkspace?.id ? icon('circle-check') : ''}
            </button>
          </li>`,
      )}
      <li>
        <button class="quiet" data-testid="new-workspace" @click=${actions.onCreate}>
          ${icon('plus')}<span class="texts">${strings.newWorkspace}</span>
        </button>
      </li>
    </ul>
    <ul>
      <li>
        <a href=${toPath('/workspace')} @click=${actions.onNavigate}>${icon('users')} ${strings.manageWorkspace}</a>
      </li>
      <li>
        <a href=${toPath('/activity')} @click=${actions.onNavigate}>${icon('rotate-ccw-clock')} ${activity.title}</a>
      </li>
      <li>
        <a href=${toPath('/account')} @click=${actions.onNavigate}>${icon('circle-user')} ${strings.title}</a>
      </li>
      <li>
        <button class="quiet" data-testid="sign-out" @click=${actions.onSignOut}>
          ${icon('log-out')}<span class="texts">${strings.signOut}</span>
        </button>
      </li>
    </ul>
  </div>`
}

/** Renders a user's avatar, a circle with the user's initials. */
export const renderAvatar = (user: ServerUser | undefined): TemplateResult =>
  html`<span class="avatar" aria-hidden="true">${getInitials(user?.full_name ?? user?.email ?? '')}</span>`

/** Returns the initials of a name, or the first letter of an email address. */
export function getInitials(name: string): string {
  const words = name.trim().split(/\s+/)
  const [firstWord = '', lastWord = ''] = [words[0], words.length > 1 ? words.at(-1) : '']
  return ([...firstWord][0] ?? '').concat([...lastWord][0] ?? '').toLocaleUpperCase()
}

export const accountMenuStyles = css`
  .avatar {
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    width: 28px;
    height: 28px;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: var(--_type-12);
    font-weight: 600;
  }

  .nav-item .avatar {
    width: 24px;
    height: 24px;
    font-size: 11px;
  }

  .account-menu .person,
  .account-menu .texts {
    display: flex;
    gap: 8px;
    min-width: 0;
  }

  .account-menu .person {
    align-items: center;
    margin-block-end: 16px;
  }

  .account-menu .texts {
    flex: 1;
    flex-direction: column;
    gap: 0;
    align-items: start;
    overflow: hidden;
    text-align: start;
  }

  .account-menu .texts > * {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .account-menu h2 {
    margin: 0 0 4px;
    color: var(--_muted);
    font-size: var(--_type-12);
    font-weight: 500;
  }

  .account-menu ul {
    gap: 0;
    margin: 0 -8px;
  }

  .account-menu ul + ul {
    margin-block-start: 8px;
    padding-block-start: 8px;
    border-block-start: 1px solid var(--_border);
  }

  .account-menu li > :is(a, button, .quiet) {
    display: flex;
    box-sizing: border-box;
    align-items: center;
    justify-content: start;
    gap: 8px;
    width: 100%;
    min-height: 40px;
    padding: 4px 8px;
    border-radius: 6px;
    color: var(--_text);
    font-weight: 400;
    text-decoration: none;
  }

  .account-menu li > a:hover {
    background: var(--_hover);
  }

  .account-menu [aria-pressed='true'] {
    background: var(--_wash);
  }

  .account-menu [aria-pressed='true'] .icon {
    color: var(--_accent);
  }
`
