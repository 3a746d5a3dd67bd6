import { renderCode } from '@aw-flow/editor'
import { html, type TemplateResult } from 'lit'
import { toPath } from './base-path.ts'

interface NotFound {
  heading: string
  hint: string
  /** Links to possible next steps. The first one is emphasized. */
  links: readonly { href: string; label: string }[]
}

/** Renders the page for content that was not found. Requires `pageStyles`. */
export const renderNotFound = ({ heading, hint, links }: NotFound): TemplateResult => html`
  <main data-testid="not-found">
    <header><h1 tabindex="-1">${heading}</h1></header>
    <p class="muted">${renderCode(hint)}</p>
    <p class="bar">
      ${links.map(({ href, label }, index) => html`<a class="button ${index === 0 ? 'primary' : ''}" href=${toPath(href)}>${label}</a>`)}
    </p>
  </main>
`
