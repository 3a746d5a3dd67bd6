import type { RunEvent, RunHistory } from '@aw-flow/schema'
import { html, LitElement } from 'lit'
import { icon } from '../icons/icon.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-run-moment.styles.ts'
import { MomentChangeEvent } from './monitor-events.ts'
import { runMonitorStrings, type RunMonitorStrings } from './monitor-strings.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-run-moment': AwRunMoment
  }
}

/** Time per event during playback, and the maximum time of a complete run, in ms. */
const perEvent = 160
const maxLength = 12_000

/**
 * A slider through the events of a run, with playback. The other views show the run after that number of events.
 *
 * @event {MomentChangeEvent} aw-moment-change - Another moment is shown.
 *
 * @public
 */
export class AwRunMoment extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    history: { attribute: false },
    at: { type: Number },
    live: { type: Boolean },
    strings: { attribute: false },
    _playing: { state: true },
  }

  declare history: RunHistory | undefined
  /** The number of events after which the run is shown; `undefined`: at the end. */
  declare at: number | undefined
  /** True while the run is in progress. */
  declare live: boolean
  declare strings: RunMonitorStrings
  declare private _playing: boolean
  #timer: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.live = false
    this.strings = runMonitorStrings
    this._playing = false
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#pause()
  }

  override render(): unknown {
    const { history, strings } = this
    const all = history?.events.length ?? 0
    const at = Math.min(this.at ?? all, all)
    const words = this.#words(at)
    const button = (name: string, label: string, to: number | undefined, disabled: boolean): unknown =>
      html`<button
        type="button"
        class="quiet icon"
        aria-label=${label}
        title=${label}
        ?disabled=${disabled}
        @click=${() => this.#go(to)}
      >
        ${icon(name)}
      </button>`
    return html`
      <div class="buttons">
        ${button('skip-back', strings.first, 0, at === 0)} ${button('chevron-left', strings.previous, at - 1, at === 0)}
        <button
          type="button"
          class="quiet icon"
          aria-label=${this._playing ? strings.pause : strings.play}
          title=${this._playing ? strings.pause : strings.play}
          ?disabled=${all === 0}
          @click=${() => (this._playing ? this.#pause() : this.#play())}
        >
          ${icon(this._playing ? 'pause' : 'play')}
        </button>
        ${button('chevron-right', strings.next, at + 1 >= all ? undefined : at + 1, at >= all)}
      </div>
      <input
        type="range"
        min="0"
        max=${all}
        step="1"
        .value=${String(at)}
        aria-label=${strings.moment}
        aria-valuetext="${strings.momentOf(at, all)}: ${words}"
        ?disabled=${all === 0}
        @input=${this.#onInput}
      />
      <button
        type="button"
        class="end quiet"
        aria-pressed=${this.at === undefined ? 'true' : 'false'}
        ?disabled=${all === 0}
        @click=${() => this.#go(undefined)}
      >
        ${this.live ? strings.toLive : strings.toEnd}
      </button>
      <p class="words" aria-hidden="true">
        <span class="muted">${strings.momentOf(at, all)}</span> <span class="what">${words}</span>
      </p>
    `
  }

  /** The text of the last event of a moment. */
  #words(at: number): string {
    const { history, strings } = this
    const event = history?.events[at - 1]
    if (!event || !history) return strings.atStart
    const began = history.events[0]?.time ?? event.time
    return `${eventWords(event, history, strings)}, ${strings.after(event.time - began)}`
  }

  #onInput = (event: Event): void => {
    const to = Number((event.target as HTMLInputElement).value)
    this.#go(to >= (this.history?.events.length ?? 0) ? undefined : to)
  }

  #go(to: number | undefined): void {
    this.#pause()
    this.#report(to)
  }

  #report(to: number | undefined): void {
    this.at = to
    this.dispatchEvent(new MomentChangeEvent({ at: to }))
  }

  #play(): void {
    const all = this.history?.events.length ?? 0
    if (all === 0) return
    let at = this.at ?? 0
    if (this.at === undefined) this.#report(0)
    const step = Math.max(1, Math.ceil((all * perEvent) / maxLength))
    this._playing = true
    this.#timer = setInterval(() => {
      at += step
      const now = this.history?.events.length ?? 0
      if (at >= now) this.#go(undefined)
      else this.#report(at)
    }, perEvent)
  }

  #pause(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this._playing = false
  }
}

/** The text of an event. */
export function eventWords(event: RunEvent, { now }: RunHistory, strings: RunMonitorStrings): string {
  const node = 'node' in event ? event.node : undefined
  const title = node === undefined ? '' : now.view.workflow?.nodes.find(({ id }) => id === node)?.data.label || node
  return strings.eventOf(title, strings.events[event.type])
}
