import type { LivePerson, WorkflowSession } from '@aw-flow/client'
import { css, html, nothing, type TemplateResult } from 'lit'
import { defineEvent } from '../../define-event.ts'
import { LanguageController } from '../../language/language-controller.ts'
import { loadLazyTexts } from '../../language/languages.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { peopleStrings, type PeopleStrings } from './people-strings.ts'
import { findPlace, getInitials, getPersonColor } from './person.ts'
import { element } from '../../element.ts'

/** Fired when the user starts or stops following a person, whose page is `client`. @public */
export class FollowEvent extends defineEvent<{ readonly client: string | undefined }>('aw-follow') {}

declare global {
  interface HTMLElementTagNameMap {
    'aw-people': AwPeople
  }
  interface HTMLElementEventMap {
    'aw-follow': FollowEvent
  }
}

const maxShown = 4

/**
 * The other people who have the workflow open. A button for each of them follows their view.
 *
 * @event {FollowEvent} aw-follow - Fired when the user starts or stops following a person.
 * @public
 */
export class AwPeople extends element({
  /** The session whose people are shown. */
  session: undefined as WorkflowSession | undefined,
  /** The page of the person whose view the user follows. */
  followed: undefined as string | undefined,
  /** UI strings. */
  strings: peopleStrings as PeopleStrings,
}) {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: var(--_space-4, 4px);
      }

      button {
        min-inline-size: calc(28 * var(--_px));
        min-block-size: calc(28 * var(--_px));
        padding: 0;
        border: 2px solid transparent;
        border-radius: 50%;
        background: var(--_person);
        color: #fff;
        font-size: var(--_type-12, 12px);
        font-weight: 600;
      }

      /* The name of the button is the name of the person, of which the initials are no part. */
      button::before {
        content: attr(data-initials);
      }

      button[aria-pressed='true'] {
        outline: 2px solid var(--_person);
        outline-offset: 1px;
      }
    `,
  ]

  readonly #controller = new SessionController(this, ['people', 'presence'])

  constructor() {
    super()
    this.addController(
      new LanguageController(this, peopleStrings, (locale) => loadLazyTexts(locale, 'people', peopleStrings)),
    )
  }

  override render(): unknown {
    const people = this.#controller.session?.live?.people ?? []
    const hidden = people.slice(maxShown)
    const names = hidden.map(({ name }) => name).join(', ')
    return html`<div role="group" aria-label=${this.strings.label}>
      ${people.slice(0, maxShown).map((person) => this.#renderPerson(person))}
      ${hidden.length > 0 ? html`<span title=${names}>${this.strings.more(hidden.length)}</span>` : nothing}
    </div>`
  }

  #renderPerson(person: LivePerson): TemplateResult {
    const { strings, followed } = this
    const { client, name, canEdit } = person
    const place = findPlace(person, this.#controller.session!.document.current)
    const title = canEdit ? name : strings.canView(name)
    const isFollowed = client === followed
    return html`<button
      type="button"
      data-initials=${getInitials(person)}
      .style=${`--_person: ${getPersonColor(person)}`}
      title=${place === undefined ? title : strings.at(title, place)}
      aria-label=${strings.follow(place === undefined ? title : strings.at(title, place))}
      aria-pressed=${isFollowed}
      @click=${() => this.dispatchEvent(new FollowEvent({ client: isFollowed ? undefined : client }))}
    ></button>`
  }
}
