import { LitElement, type PropertyDeclarations, type TemplateResult } from 'lit'
import { LanguageController, strings } from '../language/strings.ts'
import { pageStyles } from '../page.styles.ts'
import { renderNotFound } from '../shell/render-not-found.ts'

/** The page for an unknown URL. */
export class NotFoundPage extends LitElement {
  static override styles = pageStyles
  static override properties: PropertyDeclarations = { path: {} }

  declare path: string

  constructor() {
    super()
    this.path = ''
    this.addController(new LanguageController(this))
  }

  protected override render(): TemplateResult {
    const { shell, common } = strings()
    return renderNotFound({
      heading: shell.pageNotFound,
      hint: shell.pageNotFoundHint(this.path),
      links: [
        { href: '/', label: shell.goHome },
        { href: '/workflows', label: strings().workflow.viewWorkflows },
        { href: '/runs', label: common.viewRuns },
      ],
    })
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-not-found': NotFoundPage
  }
}

customElements.define('studio-not-found', NotFoundPage)
