import { loadLazyTexts } from '../../language/languages.ts'
import type { AccessDecision, AccessRequest } from '@aw-flow/client'
import { css, html, nothing } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { LanguageController } from '../../language/language-controller.ts'
import { ModalElement } from '../editor/modal-element.ts'
import { AccessRequestEvent } from './access-request-event.ts'
import { accessStrings, type AccessStrings } from './access-strings.ts'

/** Fired when the user decides what to grant to a workflow. @public */
export class AccessAnswerEvent extends defineEvent<{
  /** The new grant, `unchanged` to run with the current grant, or `cancel`. */
  readonly answer: AccessDecision
}>('aw-access-answer', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-access-answer': AccessAnswerEvent
  }
  interface HTMLElementTagNameMap {
    'aw-access-question': AwAccessQuestion
  }
}

const styles = css`
  dl {
    margin: 16px 0 0;
  }

  dt {
    color: var(--_muted);
  }

  dd {
    margin: 0 0 8px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
`

/**
 * A dialog that lists the access that a workflow from a file requests, and asks whether to grant it. Closing the dialog
 * without an answer cancels the run.
 *
 * @event {AccessAnswerEvent} aw-access-answer - Fired when the user decides.
 *
 * @public
 */
export class AwAccessQuestion extends ModalElement {
  static override styles = [...ModalElement.styles, styles]
  static override properties = { request: { attribute: false }, strings: { attribute: false } }

  /** The workflow and the access that it requests. */
  declare request: AccessRequest | undefined
  /** The UI strings. By default, they are in the language of the nearest `lang` attribute. */
  declare strings: AccessStrings

  #isAnswered = false

  constructor() {
    super()
    this.strings = accessStrings
    this.addController(
      new LanguageController(this, accessStrings, (locale) => loadLazyTexts(locale, 'access', accessStrings)),
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#answer('cancel')
  }

  override render(): unknown {
    if (!this.request) return nothing
    const { workflow, requested } = this.request
    const { strings } = this
    const lists = [
      { label: strings.secrets, names: requested.secrets },
      { label: strings.hosts, names: requested.hosts.map((host) => (host === '*' ? strings.allHosts : host)) },
      { label: strings.tools, names: requested.tools.map((tool) => strings.toolNames[tool]) },
    ].filter(({ names }) => names.length > 0)
    return html`<dialog class="ask" aria-labelledby="access" @close=${() => this.#answer('cancel')}>
      <h2 id="access">${strings.title(workflow.name)}</h2>
      <p class="muted">${strings.text}</p>
      <dl>
        ${lists.map(
          ({ label, names }) =>
            html`<dt>${label}</dt>
              ${names.map((name) => html`<dd>${name}</dd>`)}`,
        )}
      </dl>
      <div class="actions">
        <button type="button" class="quiet" @click=${() => this.#answer('cancel')}>${strings.cancel}</button>
        <button type="button" @click=${() => this.#answer('unchanged')}>${strings.runWithout}</button>
        <button type="button" class="primary" @click=${() => this.#answer(requested)}>${strings.grant}</button>
      </div>
    </dialog>`
  }

  #answer(answer: AccessDecision): void {
    if (this.#isAnswered) return
    this.#isAnswered = true
    this.close()
    this.dispatchEvent(new AccessAnswerEvent({ answer }))
  }
}

/**
 * Asks the page what to grant to a workflow from a file. If the page does not respond, asks the user.
 *
 * @internal
 */
export async function askForAccess(editor: HTMLElement, request: AccessRequest): Promise<AccessDecision> {
  const event = new AccessRequestEvent(request)
  editor.dispatchEvent(event)
  return event.defaultPrevented ? (event.decision ?? 'cancel') : askUser(editor, request)
}

/** Shows the dialog in an editor, and removes it once the user has answered. */
const askUser = (editor: HTMLElement, request: AccessRequest): Promise<AccessDecision> =>
  new Promise((resolve) => {
    const question = document.createElement('aw-access-question')
    question.request = request
    question.addEventListener('aw-access-answer', ({ answer }) => {
      question.remove()
      resolve(answer)
    })
    ;(editor.shadowRoot ?? editor).append(question)
  })
