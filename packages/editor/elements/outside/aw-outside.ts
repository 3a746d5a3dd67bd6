import { defineEvent, localEventInit } from '../../define-event.ts'
import { renderProblemText } from '../editor/notifications.ts'
import type { Problem } from '@aw-flow/schema'
import { css, html, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { networkAccessStrings, type NetworkAccessStrings } from './outside-strings.ts'
import { element } from '../../element.ts'

/** Fired when the user changes the allowed hosts. @public */
export class HostsChangeEvent extends defineEvent<{
  /** All allowed hosts after the change. */
  readonly hosts: readonly string[]
}>('aw-hosts-change', localEventInit) {}

/** Fired when the user adds a secret. @public */
export class SecretSetEvent extends defineEvent<{
  /** Name of the secret. */
  readonly name: string
  /** The secret in plain text. */
  readonly value: string
  /** Hosts that runs may send the secret to. */
  readonly hosts: readonly string[]
}>('aw-secret-set', localEventInit) {}

/** Fired when the user removes a secret. @public */
export class SecretRemoveEvent extends defineEvent<{
  /** Name of the secret. */
  readonly name: string
}>('aw-secret-remove', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-hosts-change': HostsChangeEvent
    'aw-secret-set': SecretSetEvent
    'aw-secret-remove': SecretRemoveEvent
  }
  interface HTMLElementTagNameMap {
    'aw-outside': AwNetworkAccess
  }
}

/**
 * Controls the network access of runs on this page: the allowed hosts and the secrets. A secret's value is passed only
 * in the event that adds it, and is never shown.
 *
 * @event {HostsChangeEvent} aw-hosts-change - Fired when the user changes the allowed hosts.
 * @event {SecretSetEvent} aw-secret-set - Fired when the user adds a secret.
 * @event {SecretRemoveEvent} aw-secret-remove - Fired when the user removes a secret.
 *
 * @public
 */
export class AwNetworkAccess extends element(
  {
    /** The stored secrets, without their values. */
    secrets: [] as readonly { name: string; hosts: readonly string[] }[],
    /** The problem caused by the last change, if any. */
    problem: undefined as Problem | undefined,
    disabled: false,
    strings: networkAccessStrings as NetworkAccessStrings,
  },
  { disabled: { type: Boolean } },
) {
  static override styles = [
    tokens,
    controls,
    css`
      :host,
      form {
        display: grid;
        gap: var(--_space-8);
      }

      label {
        display: grid;
        gap: var(--_space-4);
        font-weight: 500;
      }

      ul {
        display: grid;
        gap: var(--_space-4);
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        gap: 6px;
        align-items: center;
      }

      li > span {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ]
  static override properties = {
    allowHosts: { attribute: false },
  }

  /** Hosts that runs may connect to. */
  declare allowHosts: readonly string[]

  constructor() {
    super()
    this.allowHosts = ['*']
  }

  override render(): unknown {
    const { strings, disabled } = this
    return html`<p class="muted small">${strings.help}</p>
      <label
        >${strings.hosts}
        <input
          name="hosts"
          type="text"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="hosts-about"
          ?disabled=${disabled}
          .value=${live(this.allowHosts.join(', '))}
          @change=${this.#onHostsChange}
      /></label>
      <p class="muted small" id="hosts-about">${strings.hostsHelp}</p>
      <h4>${strings.secrets}</h4>
      ${
        this.secrets.length === 0
          ? html`<p class="muted">${strings.noSecrets}</p>`
          : html`<ul>
              ${this.secrets.map(
                ({ name, hosts }) =>
                  html`<li>
                    ${icon('key-round')}<span><b>${name}</b> ${strings.sentTo(hosts.join(', '))}</span>
                    ${renderIconButton('x', strings.remove(name), () => this.dispatchEvent(new SecretRemoveEvent({ name })), { isDisabled: disabled })}
                  </li>`,
              )}
            </ul>`
      }
      <form @submit=${this.#onSecretSubmit}>
        ${this.#renderField('name', strings.name, 'text')} ${this.#renderField('value', strings.value, 'password')}
        ${this.#renderField('bound', strings.secretHosts, 'text', 'bound-about')}
        <p class="muted small" id="bound-about">${strings.secretHostsHelp}</p>
        <button type="submit" ?disabled=${disabled}>${strings.addSecret}</button>
      </form>
      <p class="bad" role="alert">
        ${this.problem ? renderProblemText(this.problem, this.strings.renderText) : nothing}
      </p>`
  }

  #renderField(name: string, title: string, type: 'text' | 'password', helpId?: string): unknown {
    return html`<label
      >${title}
      <input
        name=${name}
        type=${type}
        autocomplete="off"
        spellcheck="false"
        required
        aria-describedby=${helpId ?? nothing}
        ?disabled=${this.disabled}
    /></label>`
  }

  #onHostsChange(event: Event): void {
    this.dispatchEvent(new HostsChangeEvent({ hosts: parseHosts((event.target as HTMLInputElement).value) }))
  }

  #onSecretSubmit(event: SubmitEvent): void {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const readField = (name: string): string => (form.elements.namedItem(name) as HTMLInputElement).value
    this.dispatchEvent(
      new SecretSetEvent({
        name: readField('name').trim(),
        value: readField('value'),
        hosts: parseHosts(readField('bound')),
      }),
    )
    form.reset()
  }
}

const parseHosts = (text: string): string[] => text.split(',').flatMap((host) => host.trim() || [])
