import { type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { pageStyles } from '../page.styles.ts'
import { renderNotFound } from '../shell/render-not-found.ts'
import { element } from '../shell/element.ts'

/** A page that exists only if the studio's server uses accounts. */
export type AccountPageName = 'account' | 'team' | 'activity'

/** The page for unknown URLs, and for account pages on a server without accounts. */
export class NotFoundPage extends element({
  path: '',
  /** The account page that was requested. `undefined` for an unknown URL. */
  accountPage: undefined as AccountPageName | undefined,
}) {
  static override styles = pageStyles

  protected override render(): TemplateResult {
    const { account, shell, common, titles } = getStrings()
    if (this.accountPage)
      return renderNotFound({
        heading: titles[this.accountPage],
        hint: account.noAccounts,
        links: [
          { href: '/', label: shell.goHome },
          { href: '/settings', label: account.openSettings },
        ],
      })
    return renderNotFound({
      heading: shell.pageNotFound,
      hint: shell.pageNotFoundHint(this.path),
      links: [
        { href: '/', label: shell.goHome },
        { href: '/workflows', label: getStrings().workflow.viewWorkflows },
        { href: '/runs', label: common.viewRuns },
      ],
    })
  }
}

customElements.define('studio-not-found', NotFoundPage)
